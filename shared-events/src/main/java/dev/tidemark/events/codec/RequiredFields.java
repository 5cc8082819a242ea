package dev.tidemark.events.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what JSON left out: binding gives an absent field as null, whether the record allows it or
/// not. A component may be null only if its type is marked `@Nullable`.
public final class RequiredFields {
  /// @param mayBeAbsent looked up once: reflection reads annotations of types anew each time
  private record Field(String name, Method accessor, boolean mayBeAbsent) {
    private static Field of(RecordComponent component) {
      component.getAccessor().setAccessible(true);
      return new Field(
          component.getName(),
          component.getAccessor(),
          component.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }
  }

  private static final ClassValue<List<Field>> FIELDS =
      new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
        }
      };

  private RequiredFields() {}

  /// The path of the first field that is absent but required, such as `lines[2].sku`.
  public static Optional<String> firstMissing(Record read) {
    for (Field field : FIELDS.get(read.getClass())) {
      Object value = value(field, read);
      if (value == null) {
        if (!field.mayBeAbsent()) {
          return Optional.of(field.name());
        }
      } else {
        Optional<String> inside = firstMissingInside(value);
        if (inside.isPresent()) {
          return Optional.of(field.name() + inside.get());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> firstMissingInside(Object value) {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        Object element = list.get(i);
        if (element == null) {
          return Optional.of("[" + i + "]");
        }
        Optional<String> inside = firstMissingInside(element);
        if (inside.isPresent()) {
          return Optional.of("[" + i + "]" + inside.get());
        }
      }
      return Optional.empty();
    }
    return value instanceof Record nested
        ? firstMissing(nested).map(path -> "." + path)
        : Optional.empty();
  }

  private static @Nullable Object value(Field field, Record read) {
    try {
      return field.accessor().invoke(read);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Expected to read " + field.accessor(), e);
    }
  }
}
