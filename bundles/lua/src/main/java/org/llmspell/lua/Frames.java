package org.llmspell.lua;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.llmspell.lua.lib.ChunkNames;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;

/** The Lua functions that a script, or one of its coroutines, is inside of. */
final class Frames {
  private static final int[] NO_CODE = {0};
  private static final int OPCODE = 0x3F;

  private final int maxDepth;
  private @Nullable LuaClosure[] closures = new LuaClosure[16];
  private @Nullable Varargs[] varargs = new Varargs[16];

  @SuppressWarnings("NullAway") // unused slots are null
  private LuaValue[][] registers = new LuaValue[16][];

  private int[] pcs = new int[16];
  private int depth;
  private int[] code = NO_CODE;
  private int instruction;
  private @Nullable LuaClosure latest;
  private @Nullable LuaClosure tailClosure;
  private int tailPc;
  private int watching;
  private @Nullable String errorTrace;

  Frames(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  void push(LuaClosure closure, Varargs arguments, LuaValue[] stack) {
    if (depth >= maxDepth) {
      throw new LuaError(
          "stack overflow (more than %d calls inside each other)".formatted(maxDepth));
    }
    if (depth == pcs.length) {
      int size = 2 * depth;
      closures = Arrays.copyOf(closures, size);
      varargs = Arrays.copyOf(varargs, size);
      registers = Arrays.copyOf(registers, size);
      pcs = Arrays.copyOf(pcs, size);
    }
    closures[depth] = closure;
    varargs[depth] = arguments;
    registers[depth] = stack;
    pcs[depth] = 0;
    depth++;
    code = closure.p.code;
    latest = closure;
  }

  @SuppressWarnings("NullAway") // unused slots are null
  void pop() {
    if ((instruction & OPCODE) == Lua.OP_TAILCALL) {
      tailClosure = closures[depth - 1];
      tailPc = pcs[depth - 1];
    }
    depth--;
    closures[depth] = null;
    varargs[depth] = null;
    registers[depth] = null;
    LuaClosure below = depth == 0 ? null : closures[depth - 1];
    code = below == null ? NO_CODE : below.p.code;
  }

  /** Notes where the innermost function is, and gives its instruction. */
  int at(int pc) {
    if (depth > 0) {
      pcs[depth - 1] = pc;
    }
    instruction = code[pc];
    return instruction;
  }

  int depth() {
    return depth;
  }

  /** Forgets frames that were left behind by something that passed through them. */
  void unwind(int to) {
    while (depth > to) {
      pop();
    }
  }

  LuaValue @Nullable [] registers(int frame) {
    return registers[frame];
  }

  @Nullable Varargs varargs(int frame) {
    return varargs[frame];
  }

  @Nullable LuaClosure closure(int frame) {
    return closures[frame];
  }

  /**
   * The position of the line that is running, {@code file:line}. A function that was left by a tail
   * call into a library has no frame any more, but is still the one that runs.
   */
  @Nullable String here() {
    LuaClosure left = tailClosure;
    return left != null && isInTailCall()
        ? source(left.p) + ":" + line(left.p, tailPc)
        : position(1);
  }

  /** Whether the line that is running has left its function by a tail call. */
  boolean isInTailCall() {
    return (instruction & OPCODE) == Lua.OP_TAILCALL && tailClosure != null;
  }

  /** The instruction that a function is at. */
  int pc(int frame) {
    return pcs[frame];
  }

  /** The line that a function is at; 0 when it is not known. */
  int line(int frame) {
    LuaClosure closure = closures[frame];
    return closure == null ? 0 : line(closure.p, pcs[frame]);
  }

  /** From now on, keeps the trace of the last error; for handlers that run when it has passed. */
  void watchErrors(boolean on) {
    watching += on ? 1 : -1;
    errorTrace = null;
  }

  /** Called where an error is thrown. */
  void rememberTrace() {
    if (watching > 0) {
      errorTrace = trace(1);
    }
  }

  /** The trace of the error that is being handled, if there is one; else that of this line. */
  String traceOfError(int level) {
    String kept = errorTrace;
    return kept == null ? trace(level) : kept;
  }

  /** Where the function begins that was entered last; near the end of a run-away recursion. */
  @Nullable String latest() {
    LuaClosure closure = latest;
    return closure == null ? null : source(closure.p) + ":" + closure.p.linedefined;
  }

  /** The position of a function, {@code file:line}; level 1 is the innermost one. */
  @Nullable String position(int level) {
    int frame = depth - level;
    LuaClosure closure = frame < 0 || level < 1 ? null : closures[frame];
    return closure == null ? null : source(closure.p) + ":" + line(closure.p, pcs[frame]);
  }

  /** One line for each function, innermost first, as {@code debug.traceback} shows them. */
  String trace(int fromLevel) {
    var text = new StringBuilder("stack traceback:");
    int shown = 0;
    for (int frame = depth - fromLevel; frame >= 0; frame--) {
      LuaClosure closure = closures[frame];
      if (closure == null) {
        continue;
      }
      if (++shown > 22) {
        text.append("\n\t...\t(skipping ").append(frame + 1).append(" levels)");
        break;
      }
      Prototype p = closure.p;
      text.append("\n\t").append(source(p)).append(':').append(line(p, pcs[frame])).append(": in ");
      if (p.linedefined == 0) {
        text.append("main chunk");
      } else {
        text.append("function <").append(source(p)).append(':').append(p.linedefined).append('>');
      }
    }
    return text.toString();
  }

  private static String source(Prototype p) {
    return ChunkNames.shown(p.source.tojstring());
  }

  private static int line(Prototype p, int pc) {
    return p.lineinfo != null && pc >= 0 && pc < p.lineinfo.length ? p.lineinfo[pc] : 0;
  }
}
