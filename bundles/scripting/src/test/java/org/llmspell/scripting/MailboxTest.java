package org.llmspell.scripting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.llmspell.core.error.SpellException;

@Tag("unit")
@Timeout(20)
class MailboxTest {
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final Mailbox mailbox = new Mailbox("test.lua", cancelled::get);

  @Test
  void doesTheWorkOfOthersOnTheThreadThatWaits() throws Exception {
    Thread owner = Thread.currentThread();

    Thread worker = mailbox.await(() -> mailbox.post(Thread::currentThread));

    assertThat(worker).isSameAs(owner);
  }

  @Test
  void servesManyThreadsOneAtATime() throws Exception {
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());

    mailbox.await(() -> {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        threads.add(
            Thread.startVirtualThread(() -> {
              try {
                mailbox.post(() -> {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  inside.decrementAndGet();
                  return done.add(number);
                });
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      return null;
    });

    assertThat(done).hasSize(50);
    assertThat(most).hasValue(1);
  }

  @Test
  void letsServedWorkWaitItself() throws Exception {
    Object result =
        mailbox.await(() -> mailbox.post(() -> mailbox.await(() -> mailbox.post(() -> "inner"))));

    assertThat(result).isEqualTo("inner");
  }

  @Test
  void passesErrorsToTheOneWhoAsked() {
    assertThatThrownBy(() ->
            mailbox.await(() ->
                mailbox.post(() -> {
                  throw new IOException("disk");
                })))
        .isInstanceOf(IOException.class)
        .hasMessage("disk");
  }

  @Test
  void endsThePostsThatNobodyWillServeWhenTheScriptEnds() throws Exception {
    var failure = new CompletableFuture<Throwable>();
    var posting = new CountDownLatch(1);
    Thread poster =
        Thread.startVirtualThread(() -> {
          posting.countDown();
          try {
            mailbox.post(() -> "never");
          } catch (Exception e) {
            failure.complete(e);
          }
        });
    posting.await();

    mailbox.close();

    assertThat(failure.get(5, TimeUnit.SECONDS))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("The script 'test.lua' has ended");
    poster.join();
  }

  @Test
  void refusesPostsAfterTheEnd() {
    mailbox.close();

    assertThatThrownBy(() -> mailbox.post(() -> "late")).hasMessageContaining("has ended");
  }

  @Test
  void interruptsTheWorkWhenTheScriptIsCancelled() throws Exception {
    Object result =
        mailbox.await(() -> {
          cancelled.set(true);
          try {
            new CountDownLatch(1).await();
            return "waited for ever";
          } catch (InterruptedException e) {
            return "interrupted";
          }
        });

    assertThat(result).isEqualTo("interrupted");
  }

  @Test
  void interruptsTheWorkWhenItsOwnThreadIsInterrupted() throws Exception {
    Thread owner = Thread.currentThread();

    Object result =
        mailbox.await(() -> {
          owner.interrupt();
          try {
            new CountDownLatch(1).await();
            return "waited for ever";
          } catch (InterruptedException e) {
            return "interrupted";
          }
        });

    assertThat(result).isEqualTo("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aPauseServesAndEndsWithCancellation() throws Exception {
    var served = new CompletableFuture<Thread>();
    Thread.startVirtualThread(() -> {
      try {
        served.complete(mailbox.post(Thread::currentThread));
        cancelled.set(true);
      } catch (Exception e) {
        served.completeExceptionally(e);
      }
    });

    mailbox.pause(Duration.ofMinutes(10));

    assertThat(served.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void doesWhatWasSentWhenTheScriptWaits() throws Exception {
    List<Thread> ran = new ArrayList<>();

    mailbox.send(() -> ran.add(Thread.currentThread()));
    assertThat(ran).isEmpty();
    mailbox.pause(Duration.ofMillis(1));

    assertThat(ran).containsExactly(Thread.currentThread());
  }
}
