package dev.tidemark.events.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what JSON left out: binding gives an absent field as null, whether the record allows it or
/// not. A component may be null only if its type is marked `@Nullable`.
public final class RequiredFields {
  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
          }
          return components;
        }
      };

  private RequiredFields() {}

  /// The path of the first field that is absent but required, such as `lines[2].sku`.
  public static Optional<String> firstMissing(Record read) {
    for (RecordComponent component : COMPONENTS.get(read.getClass())) {
      Object value = value(component, read);
      if (value == null) {
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          return Optional.of(component.getName());
        }
      } else {
        Optional<String> inside = firstMissingInside(value);
        if (inside.isPresent()) {
          return Optional.of(component.getName() + inside.get());
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

  private static @Nullable Object value(RecordComponent component, Record read) {
    try {
      return component.getAccessor().invoke(read);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("Expected to read " + component, e);
    }
  }
}
