package org.llmspell.lua;

import org.llmspell.lua.lib.Budget;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.DebugLib;

/**
 * What the interpreter calls at each instruction: keeps the call stack and pays the meter. Written
 * to cost little; the interpreter is about half as fast with it.
 */
final class ScriptHook extends DebugLib {
  private static final int BATCH = 1_024;
  private static final int OPCODE = 0x3F;

  private final Budget budget;
  private Frames stack;
  private int credit = BATCH;

  ScriptHook(Budget budget, Frames stack) {
    this.budget = budget;
    this.stack = stack;
  }

  Frames stack() {
    return stack;
  }

  /** Goes on with the call stack of another coroutine. */
  void use(Frames other) {
    stack = other;
  }

  @Override
  public void onCall(LuaFunction function) {
    // Library functions have no frame.
  }

  @Override
  public void onCall(LuaClosure closure, Varargs varargs, LuaValue[] registers) {
    stack.push(closure, varargs, registers);
  }

  @Override
  public void onReturn() {
    stack.pop();
  }

  @Override
  public void onInstruction(int pc, Varargs varargs, int top) {
    int instruction = stack.at(pc);
    if ((instruction & OPCODE) == Lua.OP_CONCAT) {
      payConcat(instruction);
    }
    if (--credit <= 0) {
      credit = BATCH;
      budget.step(BATCH);
    }
  }

  /** A string grows by concatenation faster than any number of instructions would tell. */
  private void payConcat(int instruction) {
    LuaValue[] registers = stack.registers(stack.depth() - 1);
    if (registers == null) {
      return;
    }
    long bytes = 0;
    for (int i = Lua.GETARG_B(instruction); i <= Lua.GETARG_C(instruction); i++) {
      bytes += registers[i] instanceof LuaString text ? text.m_length : 16;
    }
    if (bytes > 1_024) {
      budget.allocate(bytes);
    }
  }

  /**
   * Asked for by the interpreter in the function where an error is thrown. The trace itself is made
   * on demand; here goes what the instruction has to do with it.
   */
  @Override
  public String traceback(int level) {
    int frame = stack.depth() - 1;
    LuaClosure closure = frame < 0 ? null : stack.closure(frame);
    LuaValue[] registers = frame < 0 ? null : stack.registers(frame);
    if (closure == null || registers == null) {
      return Positions.MARK;
    }
    stack.rememberTrace();
    int pc = stack.pc(frame);
    return Positions.note(
        closure.p.source.tojstring(), stack.line(frame), Blame.of(closure, registers, pc));
  }
}
