package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateScope;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;

/** The bundle of the backend is stopped and updated, and settings change, under load. */
@RunWith(PaxExam.class)
public class StateLosesNothingWhenItsBackendIsReplacedTest {
  private static final int ROUNDS = 5;
  private static final Map<String, Object> ON_DISK = Map.of("enabled", true, "carry_over", true);
  private static final Map<String, Object> IN_MEMORY = Map.of("enabled", false, "carry_over", true);

  @Inject private BundleContext context;
  @Inject private ConfigurationAdmin settings;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void byAStopOrAnUpdateOfItsBundle() throws Exception {
    var state = new State(context, settings);
    state.configure("xodus", ON_DISK);
    Bundle xodus = state.bundle(State.XODUS);
    try (var load = StateLoad.start(state, failure -> false)) {
      load.await(500);
      for (int round = 0; round < ROUNDS; round++) {
        xodus.stop();
        xodus.start();
        load.await(200);
        xodus.update();
        load.await(200);
      }
      load.checkAll();
      System.out.printf("%s during %d stops and updates%n", load, 2 * ROUNDS);
    }
  }

  @Test
  public void byAChangeOfTheSettings() throws Exception {
    var state = new State(context, settings);
    state.configure("memory", IN_MEMORY);
    try (var load = StateLoad.start(state, failure -> false)) {
      load.await(500);
      for (int round = 0; round < ROUNDS; round++) {
        state.configure("xodus", ON_DISK);
        load.await(200);
        state.configure("memory", IN_MEMORY);
        load.await(200);
      }
      state.configure("xodus", ON_DISK);
      load.await(200);
      load.checkAll();
      System.out.printf("%s during %d changes%n", load, 2 * ROUNDS + 1);
    }
  }

  @Test
  public void butSaysThatTheBackendIsGoneWhenItDoesNotComeBack() throws Exception {
    var state = new State(context, settings);
    state.configure("xodus", ON_DISK);
    state.store().set(StateScope.GLOBAL, "k", 1L);
    Bundle xodus = state.bundle(State.XODUS);
    xodus.stop();

    assertThatThrownBy(() -> state.store().get(StateScope.GLOBAL, "k"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("'xodus' is not installed")
        .hasMessageContaining("Install the bundle " + State.XODUS);

    xodus.start();
    assertThat(state.store().get(StateScope.GLOBAL, "k")).contains(1L);
  }
}
