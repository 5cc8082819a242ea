package dev.tidemark.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.events.value.Username;
import dev.tidemark.localstack.LocalStack;
import dev.tidemark.runtime.http.HttpSettings;
import dev.tidemark.runtime.problem.ProblemException;
import dev.tidemark.runtime.settings.Settings;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What [Orders] promises, of every peer: it keeps what it says that it keeps, and does no less
/// than others for its figures.
public abstract class OrdersContract {
  private static final Username ADA = new Username("ada");
  private static final NewOrder TEA =
      new NewOrder(
          "GBP",
          List.of(
              new NewOrder.Line("tea", "Black tea", 2, new BigDecimal("3.50")),
              new NewOrder.Line("mug", "Mug", 1, new BigDecimal("5.25"))));

  @TempDir private Path files;
  private PeerSettings settings;
  private Orders orders;

  /// Opens the peer; again, on what it has kept.
  protected abstract Orders open(PeerSettings its) throws Exception;

  @BeforeEach
  void open() throws Exception {
    var stack = LocalStack.shared();
    settings =
        new PeerSettings(
            HttpSettings.read(new Settings(Map.of(), "HTTP_"), 0),
            stack.kafka().bootstrapServers(),
            stack.postgres().createDatabase(getClass().getSimpleName().toLowerCase(Locale.ROOT)),
            stack.postgres().user(),
            stack.postgres().password(),
            URI.create(stack.redis().url()),
            files.toString());
    orders = open(settings);
  }

  @AfterEach
  void close() throws Exception {
    orders.close();
  }

  @Test
  void whatWasPlacedIsKeptOnceAndOnlyForCustomers() throws Exception {
    orders.register(ADA);
    orders.register(ADA);

    Order placed = orders.place(ADA, "k1", TEA);
    assertThat(placed.total()).isEqualByComparingTo("12.25");
    assertThat(orders.find(placed.orderId())).contains(placed);

    assertThat(orders.place(ADA, "k1", TEA)).isEqualTo(placed);
    assertThat(orders.place(ADA, "k2", TEA).orderId()).isNotEqualTo(placed.orderId());

    assertThatThrownBy(() -> orders.place(new Username("nobody"), "k3", TEA))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("Expected customer nobody");

    orders.close();
    orders = open(settings);
    assertThat(orders.find(placed.orderId())).contains(placed);
  }
}
