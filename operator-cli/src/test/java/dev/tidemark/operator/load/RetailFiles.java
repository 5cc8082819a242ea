package dev.tidemark.operator.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small file with the shapes that real ones have.
final class RetailFiles {
  static final String HEADER =
      "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

  static final String ODD =
      HEADER
          + """
          90001,A1,"RECORD ""7 INCH"" £ ",6,2024-01-05 09:00:00,2.095,501.0,France
          90001,a1,,2,2024-01-05 09:00:00,1.0,501.0,France
          90002,B2,MUG,10,2024-01-05 09:01:00,3.0,502.0,Germany
          90001,A1,"RECORD ""7 INCH"" £ ",6,2024-01-05 09:01:00,2.095,501.0,France
          90003,C3,NOBODY'S,1,2024-01-05 09:02:00,9.0,,France
          90004,A1,BELGIAN NOW,1,2024-01-06 10:00:00,2.0,501.0,Belgium
          C90005,B2,MUG,-4,2024-01-07 10:00:00,3.0,502.0,Germany
          C90006,B2,MUG,-7,2024-01-07 10:00:00,3.0,502.0,Germany
          C90007,B2,MUG,-6,2024-01-07 10:00:00,30.0,502.0,Germany
          C90008,A1,RECORD,-2,2024-01-07 10:00:00,2.0,501.0,France
          A90009,B,DEBT,1,2024-01-07 11:00:00,-10.0,,France
          90010,A1,BROKEN,0,2024-01-07 11:00:00,1.0,501.0,France
          90010,A1,FREE,1,2024-01-07 11:00:00,0.0,501.0,France
          90010,A1,"NEVER CLOSED,1,2024-01-07 11:00:00,1.0,501.0,France
          """;

  private RetailFiles() {}

  static Path write(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("retail.csv"), text);
  }
}
