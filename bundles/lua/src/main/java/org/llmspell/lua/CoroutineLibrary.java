package org.llmspell.lua;

import org.llmspell.lua.lib.Args;
import org.llmspell.lua.lib.Native;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code coroutine}. */
final class CoroutineLibrary {
  private final Scheduler scheduler;

  private CoroutineLibrary(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  static LuaTable create(Scheduler scheduler) {
    var library = new CoroutineLibrary(scheduler);
    var table = new LuaTable();
    Native.add(table, "create", args -> scheduler.create(args.function(1)));
    Native.add(table, "resume", library::resume);
    Native.add(table, "yield", args -> scheduler.suspend(args.values()));
    Native.add(table, "wrap", library::wrap);
    Native.add(table, "status", args -> LuaValue.valueOf(coroutine(args).getStatus()));
    Native.add(table, "isyieldable", _ -> LuaValue.valueOf(scheduler.current() != null));
    Native.add(table, "running", library::running);
    Native.add(table, "close", library::close);
    return table;
  }

  private static Coroutine coroutine(Args args) {
    if (args.get(1) instanceof Coroutine coroutine) {
      return coroutine;
    }
    throw args.wrongType(1, "coroutine");
  }

  private Varargs resume(Args args) {
    Coroutine coroutine = coroutine(args);
    try {
      return LuaValue.varargsOf(
          LuaValue.TRUE, scheduler.resume(coroutine, args.values().subargs(2)));
    } catch (LuaError e) {
      return LuaValue.varargsOf(LuaValue.FALSE, Positions.value(e, scheduler.frames()));
    }
  }

  private Varargs wrap(Args args) {
    Coroutine coroutine = scheduler.create(args.function(1));
    return Native.of("wrap", call -> scheduler.resume(coroutine, call.values()));
  }

  private Varargs running(Args args) {
    Coroutine current = scheduler.current();
    return current == null
        ? LuaValue.varargsOf(scheduler.globals().running, LuaValue.TRUE)
        : LuaValue.varargsOf(current, LuaValue.FALSE);
  }

  private Varargs close(Args args) {
    Coroutine coroutine = coroutine(args);
    switch (coroutine.status()) {
      case SUSPENDED, DEAD -> scheduler.kill(coroutine);
      case RUNNING, NORMAL ->
          throw new LuaError("cannot close a %s coroutine".formatted(coroutine.getStatus()));
    }
    return LuaValue.TRUE;
  }
}
