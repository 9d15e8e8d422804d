package org.llmspell.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.script.ScriptCallback;
import org.llmspell.core.script.ScriptFunction;
import org.llmspell.core.script.ScriptGlobal;
import org.llmspell.core.script.ScriptObject;
import org.llmspell.core.script.ScriptResult;
import org.llmspell.core.script.ScriptSession;

/** Scripts that are kept when their code has ended. */
@Tag("unit")
@Timeout(30)
class KeptScriptTest {
  private final CompletableFuture<ScriptCallback> function = new CompletableFuture<>();
  private final CompletableFuture<ScriptSession> session = new CompletableFuture<>();
  private final CountDownLatch settled = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ExecutionContext context = ExecutionContext.create();
  private final Scripts scripts = Scripts.with(new Keep()).context(context);
  private FutureTask<ScriptResult> run = ended();

  /** Hands a function out. */
  private final class Keep implements ScriptGlobal {
    @Override
    public List<String> names() {
      return List.of("Keep");
    }

    @Override
    public Object open(ScriptSession opened) {
      session.complete(opened);
      opened.onClose(() -> closed.set(true));
      ScriptFunction give = args -> function.complete(args.callback(0, "f"));
      ScriptFunction isLate =
          _ -> opened.context().cancellation().deadlineNanos().orElseThrow() < System.nanoTime();
      return (ScriptObject) () -> Map.of("give", give, "is_late", isLate);
    }
  }

  private static FutureTask<ScriptResult> ended() {
    var task = new FutureTask<>(() -> new ScriptResult(null, OptionalInt.empty(), Duration.ZERO));
    task.run();
    return task;
  }

  private FutureTask<ScriptResult> keep(String code) {
    var task =
        new FutureTask<>(
            () -> scripts.service.keep(scripts.request("lua", code), settled::countDown));
    run = task;
    Thread.ofVirtual().start(task);
    return task;
  }

  private ScriptCallback keepFunction(String code) throws Exception {
    var _ = keep(code);
    assertThat(settled.await(10, TimeUnit.SECONDS)).isTrue();
    return function.get();
  }

  @AfterEach
  void end() throws Exception {
    context.cancellation().cancel("the test has ended");
    try {
      run.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(SpellException.class);
    }
  }

  @Test
  void areCalledWhenTheirCodeHasEnded() throws Exception {
    ScriptCallback count =
        keepFunction("local n = 0 Keep.give(function() n = n + 1 return n end) return 'x'");

    assertThat(count.call()).isEqualTo(1L);
    assertThat(count.call()).isEqualTo(2L);
    assertThat(closed).isFalse();
  }

  @Test
  void endWhenTheyAreCancelled() throws Exception {
    ScriptCallback count = keepFunction("Keep.give(function() return 1 end) return 'x'");

    context.cancellation().cancel("enough");

    assertThat(run.get(10, TimeUnit.SECONDS).value()).isEqualTo("x");
    assertThat(closed).isTrue();
    assertThatThrownBy(count::call).hasMessageContaining("'test.lua' has ended");
  }

  @Test
  void doTheWorkThatWasPosted() throws Exception {
    keepFunction("Keep.give(function() end)");
    var thread = new CompletableFuture<Thread>();

    session.get().post(() -> thread.complete(Thread.currentThread()));

    assertThat(thread.get(10, TimeUnit.SECONDS).getName()).isEqualTo("script test.lua");
  }

  @Test
  void areNotKeptWhenTheyFail() {
    var task = keep("Keep.give(function() end) error('no luck')");

    assertThatThrownBy(() -> task.get(10, TimeUnit.SECONDS)).hasMessageContaining("no luck");
    assertThat(settled.getCount()).isOne();
    assertThat(closed).isTrue();
  }

  @Test
  void areNotKeptWhenTheyExit() throws Exception {
    assertThat(keep("os.exit(3)").get(10, TimeUnit.SECONDS).exitCode()).hasValue(3);
    assertThat(settled.getCount()).isOne();
  }

  @Test
  void mayExitLater() throws Exception {
    ScriptCallback exit = keepFunction("Keep.give(function() os.exit(4) end)");

    assertThatThrownBy(exit::call).isInstanceOf(SpellException.class);

    assertThat(run.get(10, TimeUnit.SECONDS).exitCode()).hasValue(4);
  }

  @Test
  void outliveAFunctionThatFails() throws Exception {
    ScriptCallback failing =
        keepFunction("Keep.give(function(x) if x then error('oh') end return 'fine' end)");

    assertThatThrownBy(() -> failing.call(true)).hasMessageContaining("oh");

    assertThat(failing.call()).isEqualTo("fine");
  }

  @Test
  void haveTheirTimeForEachCall() throws Exception {
    scripts.timeLimit(150);
    ScriptCallback late =
        keepFunction("Keep.give(function(forever) while forever do end return Keep.is_late() end)");
    long longAfter = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(400);

    do {
      assertThat(late.call()).isEqualTo(false);
    } while (System.nanoTime() < longAfter);

    assertThatThrownBy(() -> late.call(true))
        .isInstanceOfSatisfying(
            SpellException.class, e -> assertThat(e.kind()).isInstanceOf(ErrorKind.Timeout.class));
    assertThatThrownBy(() -> run.get(10, TimeUnit.SECONDS))
        .hasMessageContaining("150 ms, the limit of engines.lua.timeout_ms");
  }

  @Test
  void ordinaryScriptsAreNotKept() {
    assertThat(scripts.eval("Keep.give(function() end) return 7")).isEqualTo(7L);
    assertThat(closed).isTrue();
  }
}
