package dev.sojourn.journeys.condition;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares two JSON values without coercion: {@code "50"} is not {@code 50}, and values that are
 * not comparable are neither greater nor less. Numbers are equal by value, so 50 equals 50.0.
 */
public enum Operator {
  EQ {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return same(left, right);
    }
  },
  NEQ {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return !same(left, right);
    }
  },
  GT {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return bothNumbers(left, right) && compare(left, right) > 0;
    }
  },
  GTE {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return bothNumbers(left, right) && compare(left, right) >= 0;
    }
  },
  LT {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return bothNumbers(left, right) && compare(left, right) < 0;
    }
  },
  LTE {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return bothNumbers(left, right) && compare(left, right) <= 0;
    }
  },
  EXISTS {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return left != null;
    }
  },
  NOT_EXISTS {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return left == null;
    }
  },
  CONTAINS {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return left instanceof String text && right instanceof String part && text.contains(part);
    }
  },
  IN {
    @Override
    public boolean holds(@Nullable Object left, @Nullable Object right) {
      return right instanceof Collection<?> many && many.stream().anyMatch(one -> same(left, one));
    }
  };

  /**
   * Compares two JSON values.
   *
   * @param left the value that was found, null when there is none
   * @param right the value to compare with; ignored unless {@link #needsValue()}
   */
  public abstract boolean holds(@Nullable Object left, @Nullable Object right);

  /** Whether it takes a right-hand side. */
  public boolean needsValue() {
    return this != EXISTS && this != NOT_EXISTS;
  }

  @JsonCreator
  public static Operator of(String name) {
    return Arrays.stream(values())
        .filter(operator -> operator.json().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected an operator of %s, found '%s'"
                        .formatted(Arrays.stream(values()).map(Operator::json).toList(), name)));
  }

  @JsonValue
  String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean same(@Nullable Object left, @Nullable Object right) {
    return bothNumbers(left, right) ? compare(left, right) == 0 : Objects.equals(left, right);
  }

  private static boolean bothNumbers(@Nullable Object left, @Nullable Object right) {
    return left instanceof Number && right instanceof Number;
  }

  private static int compare(@Nullable Object left, @Nullable Object right) {
    Number one = (Number) Objects.requireNonNull(left);
    Number other = (Number) Objects.requireNonNull(right);
    // 1e999 is legal JSON and reads as infinity, which BigDecimal cannot represent.
    return Double.isFinite(one.doubleValue()) && Double.isFinite(other.doubleValue())
        ? decimal(one).compareTo(decimal(other))
        : Double.compare(one.doubleValue(), other.doubleValue());
  }

  private static BigDecimal decimal(Number number) {
    if (number instanceof BigDecimal decimal) {
      return decimal;
    }
    if (number instanceof BigInteger integer) {
      return new BigDecimal(integer);
    }
    return number instanceof Double || number instanceof Float
        ? BigDecimal.valueOf(number.doubleValue())
        : BigDecimal.valueOf(number.longValue());
  }
}
