package org.llmspell.lua.lib;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The arguments of a library function, with checks that word their errors as Lua does.
 *
 * @param function the name of the function
 * @param values the arguments, counted from 1
 */
public record Args(String function, Varargs values) {

  private static final double MAX_EXACT = 9.007199254740992E15;

  /** The argument, nil when it is missing. */
  public LuaValue get(int index) {
    return values.arg(index);
  }

  /** How many there are. */
  public int count() {
    return values.narg();
  }

  /** Whether the argument is nil or missing. */
  public boolean isAbsent(int index) {
    return values.arg(index).isnil();
  }

  /** The argument, which must be there, though it may be nil. */
  public LuaValue any(int index) {
    if (index > values.narg()) {
      throw bad(index, "value expected");
    }
    return values.arg(index);
  }

  /** The argument as text; numbers are converted. */
  public LuaString string(int index) {
    LuaValue value = values.arg(index);
    if (value instanceof LuaString text) {
      return text;
    }
    if (value instanceof LuaNumber) {
      return value.strvalue();
    }
    throw wrongType(index, "string");
  }

  /** The argument as text, or a default when it is absent. */
  public LuaString string(int index, LuaString byDefault) {
    return isAbsent(index) ? byDefault : string(index);
  }

  /** The argument as a number; text is converted. */
  public double number(int index) {
    LuaValue value = values.arg(index);
    LuaValue number = value.type() == LuaValue.TNUMBER ? value : value.tonumber();
    if (number.isnil()) {
      throw wrongType(index, "number");
    }
    return number.todouble();
  }

  /** The argument as a number, or a default when it is absent. */
  public double number(int index, double byDefault) {
    return isAbsent(index) ? byDefault : number(index);
  }

  /** The argument as a whole number. */
  public long integer(int index) {
    double number = number(index);
    if (number != Math.rint(number) || Double.isInfinite(number)) {
      throw bad(index, "number has no integer representation");
    }
    return (long) number;
  }

  /** The argument as a whole number, or a default when it is absent. */
  public long integer(int index, long byDefault) {
    return isAbsent(index) ? byDefault : integer(index);
  }

  /** The argument as a table. */
  public LuaTable table(int index) {
    if (values.arg(index) instanceof LuaTable table) {
      return table;
    }
    throw wrongType(index, "table");
  }

  /** The argument as a function. */
  public LuaFunction function(int index) {
    if (values.arg(index) instanceof LuaFunction function) {
      return function;
    }
    throw wrongType(index, "function");
  }

  /** Refuses an argument of the wrong type. */
  public LuaError wrongType(int index, String expected) {
    LuaValue value = values.arg(index);
    String got = index > values.narg() ? "no value" : value.typename();
    return bad(index, "%s expected, got %s".formatted(expected, got));
  }

  /** Refuses an argument. */
  public LuaError bad(int index, String why) {
    return new LuaError("bad argument #%d to '%s' (%s)".formatted(index, function, why));
  }

  /** A whole number as a Lua value; exact up to 2^53. */
  public static LuaNumber whole(long value) {
    return value == (int) value
        ? LuaInteger.valueOf((int) value)
        : LuaValue.valueOf((double) value);
  }

  /** Whether a number is whole and can be told exactly. */
  public static boolean isWhole(double value) {
    return value == Math.rint(value) && Math.abs(value) <= MAX_EXACT;
  }

  /** A number as a Lua value, whole ones as integers. */
  public static LuaNumber number(double value) {
    return isWhole(value) && (value != 0 || 1 / value > 0)
        ? whole((long) value)
        : LuaValue.valueOf(value);
  }
}
