package org.llmspell.lua.lib;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The library {@code math}. The engine has 32-bit integers and doubles, so "integer" here means: a
 * whole number that a double holds exactly, within 2^53 of zero.
 */
public final class MathLibrary {
  private final Random random = new Random();

  private MathLibrary() {}

  /** The library as a table, with a random generator of its own. */
  public static LuaTable create() {
    var library = new MathLibrary();
    var table = new LuaTable();
    table.set("pi", LuaValue.valueOf(Math.PI));
    table.set("huge", LuaValue.valueOf(Double.POSITIVE_INFINITY));
    table.set("maxinteger", LuaValue.valueOf(9.223372036854775807E18));
    table.set("mininteger", LuaValue.valueOf(-9.223372036854775808E18));
    add(table, "sqrt", Math::sqrt);
    add(table, "sin", Math::sin);
    add(table, "cos", Math::cos);
    add(table, "tan", Math::tan);
    add(table, "asin", Math::asin);
    add(table, "acos", Math::acos);
    add(table, "sinh", Math::sinh);
    add(table, "cosh", Math::cosh);
    add(table, "tanh", Math::tanh);
    add(table, "exp", Math::exp);
    add(table, "log10", Math::log10);
    add(table, "rad", Math::toRadians);
    add(table, "deg", Math::toDegrees);
    add(table, "abs", Math::abs);
    add(table, "floor", Math::floor);
    add(table, "ceil", Math::ceil);
    Native.add(table, "atan", args -> number(Math.atan2(args.number(1), args.number(2, 1))));
    Native.add(table, "atan2", args -> number(Math.atan2(args.number(1), args.number(2))));
    Native.add(table, "pow", args -> number(Math.pow(args.number(1), args.number(2))));
    Native.add(table, "ldexp", args -> number(args.number(1) * Math.pow(2, args.number(2))));
    Native.add(table, "log", MathLibrary::log);
    Native.add(table, "fmod", MathLibrary::fmod);
    Native.add(table, "modf", MathLibrary::modf);
    Native.add(table, "frexp", MathLibrary::frexp);
    Native.add(table, "tointeger", MathLibrary::toInteger);
    Native.add(table, "type", MathLibrary::type);
    Native.add(table, "ult", MathLibrary::ult);
    Native.add(table, "max", args -> extreme(args, 1));
    Native.add(table, "min", args -> extreme(args, -1));
    Native.add(table, "random", library::random);
    Native.add(table, "randomseed", library::seed);
    return table;
  }

  private static void add(LuaTable table, String name, DoubleUnaryOperator function) {
    Native.add(table, name, args -> number(function.applyAsDouble(args.number(1))));
  }

  private static LuaNumber number(double value) {
    return Args.number(value);
  }

  private static LuaValue log(Args args) {
    double x = args.number(1);
    if (args.isAbsent(2)) {
      return number(Math.log(x));
    }
    double base = args.number(2);
    return number(base == 10 ? Math.log10(x) : base == 2 ? log2(x) : Math.log(x) / Math.log(base));
  }

  /** Exact for powers of two, which a quotient of logarithms is not. */
  private static double log2(double x) {
    int exponent = Math.getExponent(x);
    return x == Math.scalb(1.0, exponent) ? exponent : Math.log(x) / Math.log(2);
  }

  private static LuaValue fmod(Args args) {
    double divisor = args.number(2);
    if (divisor == 0 && Args.isWhole(args.number(1))) {
      throw args.bad(2, "zero");
    }
    return number(args.number(1) % divisor);
  }

  private static Varargs modf(Args args) {
    double value = args.number(1);
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    double fraction = Double.isInfinite(value) ? 0 : value - whole;
    return LuaValue.varargsOf(number(whole), number(fraction));
  }

  private static Varargs frexp(Args args) {
    double value = args.number(1);
    if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
      return LuaValue.varargsOf(number(value), LuaValue.ZERO);
    }
    int exponent = Math.getExponent(value) + 1;
    return LuaValue.varargsOf(number(value / Math.pow(2, exponent)), number(exponent));
  }

  private static LuaValue toInteger(Args args) {
    LuaValue value = args.any(1);
    LuaValue number = value.isnumber() ? value.tonumber() : LuaValue.NIL;
    boolean whole = !number.isnil() && Args.isWhole(number.todouble());
    return whole ? Args.whole((long) number.todouble()) : LuaValue.NIL;
  }

  private static LuaValue type(Args args) {
    if (!(args.any(1) instanceof LuaNumber number)) {
      return LuaValue.NIL;
    }
    return LuaValue.valueOf(Args.isWhole(number.todouble()) ? "integer" : "float");
  }

  private static LuaValue ult(Args args) {
    return LuaValue.valueOf(Long.compareUnsigned(args.integer(1), args.integer(2)) < 0);
  }

  private static LuaValue extreme(Args args, int sign) {
    double best = args.number(1);
    for (int i = 2; i <= args.count(); i++) {
      double value = args.number(i);
      if (sign > 0 ? value > best : value < best) {
        best = value;
      }
    }
    return number(best);
  }

  private LuaValue random(Args args) {
    switch (args.count()) {
      case 0 -> {
        return LuaValue.valueOf(random.nextDouble());
      }
      case 1 -> {
        long high = args.integer(1);
        return high == 0 ? number((double) random.nextLong()) : between(args, 1, 1, high);
      }
      case 2 -> {
        return between(args, 2, args.integer(1), args.integer(2));
      }
      default -> throw new LuaError("wrong number of arguments");
    }
  }

  private LuaValue between(Args args, int index, long low, long high) {
    if (low > high) {
      throw args.bad(index, "interval is empty");
    }
    boolean top = high == Long.MAX_VALUE;
    return Args.number((double) (low == high ? low : random.nextLong(low, top ? high : high + 1)));
  }

  private Varargs seed(Args args) {
    random.setSeed(args.isAbsent(1) ? System.nanoTime() : Double.doubleToLongBits(args.number(1)));
    return LuaValue.NONE;
  }
}
