package org.llmspell.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptArguments;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptSession;

/** Functions of a script that other threads call while the script waits. */
@Tag("unit")
@Timeout(30)
class CallbackTest {
  private final CompletableFuture<ScriptCallback> kept = new CompletableFuture<>();

  /** A global that calls back from other threads. */
  private final class Calls implements ScriptGlobal {

    @Override
    public List<String> names() {
      return List.of("Calls");
    }

    @Override
    public Object open(ScriptSession session) {
      ScriptFunction parallel = args -> await(session, () -> parallel(args));
      ScriptFunction elsewhere =
          args -> await(session, () -> onThread(() -> args.callback(0, "f").call("x")));
      ScriptFunction keep = args -> kept.complete(args.callback(0, "f"));
      ScriptFunction forever =
          _ ->
              await(
                  session,
                  () -> {
                    new CountDownLatch(1).await();
                    return null;
                  });
      return (ScriptObject)
          () ->
              Map.of(
                  "parallel", parallel, "elsewhere", elsewhere, "keep", keep, "forever", forever);
    }

    private static @Nullable Object await(ScriptSession session, Callable<@Nullable Object> work) {
      try {
        return session.await(work);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw SpellException.component("interrupted", e);
      }
    }

    /** Calls a function from many threads at once, and adds up what it gives. */
    private static Object parallel(ScriptArguments args) throws Exception {
      ScriptCallback function = args.callback(1, "f");
      List<CompletableFuture<@Nullable Object>> results = new ArrayList<>();
      for (long i = 1; i <= args.optionalNumber(0, "threads").orElseThrow(); i++) {
        long number = i;
        var result = new CompletableFuture<@Nullable Object>();
        results.add(result);
        Thread.startVirtualThread(() -> {
          try {
            result.complete(function.call(number));
          } catch (RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
      }
      long sum = 0;
      for (var result : results) {
        sum += result.get() instanceof Number number ? number.longValue() : 0;
      }
      return sum;
    }

    private static @Nullable Object onThread(Callable<@Nullable Object> work) throws Exception {
      var result = new CompletableFuture<@Nullable Object>();
      Thread.startVirtualThread(() -> {
        try {
          result.complete(work.call());
        } catch (Exception e) {
          result.completeExceptionally(e);
        }
      });
      try {
        return result.get();
      } catch (java.util.concurrent.ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    }
  }

  private final Scripts scripts = Scripts.with(new Calls());

  @Test
  void manyThreadsAtOnceAreServedOneByOne() {
    assertThat(
            scripts.eval(
                """
                local inside, most = 0, 0
                local sum = Calls.parallel(100, function(i)
                  inside = inside + 1
                  if inside > most then most = inside end
                  for _ = 1, 100 do end
                  inside = inside - 1
                  return i
                end)
                return sum .. ' ' .. most
                """))
        .isEqualTo("5050 1");
  }

  @Test
  void aCallbackMayWaitForCallbacksItself() {
    assertThat(
            scripts.eval(
                """
                return Calls.elsewhere(function(a)
                  return Calls.elsewhere(function(b)
                    return Calls.parallel(10, function(i) return i end) .. a .. b
                  end)
                end)
                """))
        .isEqualTo("55xx");
  }

  @Test
  void aCoroutineMayWaitForCallbacks() {
    assertThat(
            scripts.eval(
                """
                local co = coroutine.wrap(function()
                  local a = Calls.elsewhere(function(x) return x .. '1' end)
                  coroutine.yield(a)
                  return Calls.parallel(5, function(i) return i end)
                end)
                return co() .. ' ' .. co()
                """))
        .isEqualTo("x1 15");
  }

  @Test
  void errorsOfACallbackReachTheOneWhoCalledAndTheScriptWithTheirLine() {
    assertThatThrownBy(
            () -> scripts.eval("local x\nCalls.elsewhere(function()\n error('inner')\nend)"))
        .hasMessageContaining("test.lua:3: inner")
        .hasMessageNotContainingAny("java.", "org.llmspell");
    assertThat(
            scripts.eval(
                "local ok, e = pcall(Calls.elsewhere, function() error('inner') end) return tostring(ok) .. tostring(e):match('inner')"))
        .isEqualTo("falseinner");
  }

  @Test
  void aCallbackThatRunsForEverIsStoppedAndSoIsItsScript() {
    assertThatThrownBy(
            () -> scripts.timeLimit(300).eval("Calls.elsewhere(function() while true do end end)"))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Timeout.class));
  }

  @Test
  void theTimeLimitEndsAWaitThatNobodyEnds() {
    assertThatThrownBy(() ->
            scripts.timeLimit(300).eval("Calls.keep(print) pcall(Calls.forever) print('went on')"))
        .hasMessage("The script was stopped after 300 ms, the limit of engines.lua.timeout_ms");
    assertThat(scripts.output.size()).isZero();
  }

  @Test
  void cancellationEndsAWait() throws Exception {
    var context = ExecutionContext.create();
    scripts.context(context);
    var failure = new CompletableFuture<Throwable>();
    Thread.startVirtualThread(() -> {
      try {
        scripts.eval("Calls.keep(print) Calls.forever()");
      } catch (RuntimeException e) {
        failure.complete(e);
      }
    });
    kept.get();

    context.cancellation().cancel("the operator said so");

    assertThat(failure.get(10, TimeUnit.SECONDS)).hasMessageContaining("the operator said so");
  }

  @Test
  void aCallbackThatOutlivesItsScriptSaysSo() throws Exception {
    scripts.eval("Calls.keep(function() return 1 end)");

    assertThatThrownBy(() -> kept.get().call())
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("The script 'test.lua' has ended");
  }
}
