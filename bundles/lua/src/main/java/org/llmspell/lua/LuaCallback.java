package org.llmspell.lua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.script.ScriptCallback;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A function of the script in the hands of a global. */
final class LuaCallback implements ScriptCallback {
  private final LuaState state;
  private final LuaFunction function;

  LuaCallback(LuaState state, LuaFunction function) {
    this.state = state;
    this.function = function;
  }

  LuaFunction function() {
    return function;
  }

  @Override
  public @Nullable Object call(@Nullable Object... arguments) {
    return state.onThread(
        () -> LuaValues.toPlain(invoke(arguments), state.values(), state.meter()));
  }

  @Override
  public @Nullable Object callWithin(Duration time, @Nullable Object... arguments) {
    return state.onThread(() ->
        state
            .meter()
            .within(
                time, () -> LuaValues.toPlain(invoke(arguments), state.values(), state.meter())));
  }

  private LuaValue invoke(@Nullable Object[] arguments) {
    LuaValue[] values =
        Arrays.stream(arguments).map(state.values()::toLua).toArray(LuaValue[]::new);
    return function.invoke(LuaValue.varargsOf(values)).arg1();
  }

  @Override
  public ScriptGenerator generator() {
    return new Generator(state.scheduler().create(function));
  }

  /** The function as a coroutine. */
  private final class Generator implements ScriptGenerator {
    private final Coroutine coroutine;

    Generator(Coroutine coroutine) {
      this.coroutine = coroutine;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
      if (isDone()) {
        return null;
      }
      try {
        return plain(state.scheduler().resume(coroutine, LuaValue.NONE));
      } catch (LuaError e) {
        throw Positions.toException(Positions.value(e, state.stack()), e);
      }
    }

    private List<@Nullable Object> plain(Varargs values) {
      List<@Nullable Object> list = new ArrayList<>();
      for (int i = 1; i <= values.narg(); i++) {
        list.add(LuaValues.toPlain(values.arg(i), state.values(), state.meter()));
      }
      return list;
    }

    @Override
    public boolean isDone() {
      return coroutine.status() == Coroutine.Status.DEAD;
    }
  }

  /** Shown when a callback is printed. */
  @Override
  public String toString() {
    return "<function>";
  }
}
