package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.script.ScriptRunner;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** The bundle that keeps state is stopped and started while threads and scripts use it. */
@RunWith(PaxExam.class)
public class StateRestartsUnderLoadTest {
  private static final int ROUNDS = 5;

  @Inject private BundleContext context;
  @Inject private ConfigurationAdmin settings;
  @Inject private ScriptRunner scripts;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  private static boolean isExcused(Throwable failure) {
    String text = String.valueOf(failure.getMessage());
    return text.contains("There is no StateStore now")
        || text.contains("State is closed because its bundle was stopped");
  }

  @Test
  public void andKeepsWhatItHasAcknowledged() throws Exception {
    var state = new State(context, settings);
    state.configure("xodus", Map.of("enabled", true));
    Bundle bundle = state.bundle(State.BUNDLE);
    assertThat(Scripts.run(scripts, "State.set('n', 0) return State.get('n')")).isEqualTo(0L);
    try (var load = StateLoad.start(state, StateRestartsUnderLoadTest::isExcused)) {
      load.await(500);
      for (long round = 1; round <= ROUNDS; round++) {
        bundle.stop();
        assertThat(Scripts.run(scripts, "return State == nil")).isEqualTo(true);
        load.await(100);
        bundle.start();
        Await.until("state is there", () -> state.store().info().traits().persistent());
        load.await(500);
        assertThat(Scripts.run(scripts, "return State.increment('n')")).isEqualTo(round);
      }
      load.checkAll();
      assertThat(load.refused()).isPositive();
      System.out.printf("%s during %d restarts%n", load, ROUNDS);
    }
  }
}
