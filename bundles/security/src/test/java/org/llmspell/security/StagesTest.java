package org.llmspell.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.component.SemanticVersion;
import org.llmspell.core.context.Cancellation;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.Invocation;
import org.llmspell.core.runtime.PipelineStage;
import org.llmspell.core.runtime.ToolInfo;
import org.llmspell.core.security.SecurityLevel;
import org.llmspell.security.policy.Policies;
import org.llmspell.security.policy.PolicyService;

class StagesTest {
  private static final Path HERE = Path.of("");
  private static final ToolOutput DONE = ToolOutput.success("op", "done");
  private final Policies.Recorded audit = new Policies.Recorded();

  private static Invocation call(String tool, SecurityLevel level, ExecutionContext context) {
    var info = new ToolInfo(tool, "", "", level, new SemanticVersion(1, 0, 0), List.of(), "bundle");
    return new Invocation(
        info,
        () -> {
          throw new UnsupportedOperationException("No schema here");
        },
        Map.of(),
        context);
  }

  private ToolOutput level(PolicyService policies, SecurityLevel level, ExecutionContext context) {
    return new LevelStage(policies, audit)
        .around(call("file-operations", level, context), _ -> DONE);
  }

  @Test
  void letsEverythingThroughByDefault() {
    PolicyService policies = Policies.container(HERE);

    assertThat(level(policies, SecurityLevel.PRIVILEGED, ExecutionContext.create())).isSameAs(DONE);
    assertThat(audit.entries).isEmpty();
  }

  @Test
  void namesTheLevelTheToolAndTheSettingWhenItRefuses() {
    PolicyService policies = Policies.container(HERE);
    var run = Policies.run(policies, HERE, Map.of(), "max_level", "safe");

    assertThatThrownBy(() -> level(policies, SecurityLevel.PRIVILEGED, run))
        .hasMessage(
            "Tool 'file-operations' requires level Privileged, but this run has Safe; runtime.security.max_level = \"privileged\" or 'file-operations' in runtime.security.grants allows it");
    assertThat(audit.entries)
        .singleElement()
        .matches(entry -> entry.rule().equals("security_level") && !entry.allowed());
  }

  @Test
  void grantsAndDeniesSingleTools() {
    PolicyService policies = Policies.container(HERE);
    var granted =
        Policies.run(
            policies, HERE, Map.of(), "max_level", "safe", "grants", List.of("file_operations"));
    var denied = Policies.run(policies, HERE, Map.of(), "denied_tools", List.of("File_Operations"));

    assertThat(level(policies, SecurityLevel.PRIVILEGED, granted)).isSameAs(DONE);
    assertThat(granted.identity().security())
        .matches(security -> security.permits("file-operations", SecurityLevel.PRIVILEGED));
    assertThatThrownBy(() -> level(policies, SecurityLevel.SAFE, denied))
        .hasMessageContaining("runtime.security.denied_tools");
  }

  @Test
  void holdsRunsAgainstTheContainerAsItIsNow() {
    PolicyService policies = Policies.container(HERE);
    var run = Policies.run(policies, HERE, Map.of(), "max_level", "privileged");
    assertThat(level(policies, SecurityLevel.PRIVILEGED, run)).isSameAs(DONE);

    policies.configure(Policies.settings("max_level", "restricted"));

    assertThatThrownBy(() -> level(policies, SecurityLevel.PRIVILEGED, run))
        .hasMessageContaining("the container has Restricted");
    assertThatThrownBy(() -> level(policies, SecurityLevel.PRIVILEGED, ExecutionContext.create()))
        .hasMessageContaining("Restricted");
  }

  @Test
  void keepsTheFirstPolicyOfARunInsideARun() {
    PolicyService policies = Policies.container(HERE);
    var outer = Policies.run(policies, HERE, Map.of(), "max_level", "safe");

    var inner =
        policies.secure(outer, Policies.settings("max_level", "privileged"), HERE, Map.of());

    assertThat(inner).isSameAs(outer);
  }

  @Test
  void knowsProfiles() {
    PolicyService policies = Policies.container(HERE);
    var safe = Policies.run(policies, HERE, Map.of(), "profile", "safe");
    var own =
        Policies.run(
            policies,
            HERE,
            Map.of(),
            "profile",
            "mine",
            "profiles.mine.extends",
            "safe",
            "profiles.mine.max_level",
            "restricted");

    assertThat(policies.of(safe).describe())
        .containsEntry("max_level", "Safe")
        .containsEntry("files", false);
    assertThat(policies.of(own).describe())
        .containsEntry("max_level", "Restricted")
        .containsEntry("network", false);
    assertThatThrownBy(() -> Policies.run(policies, HERE, Map.of(), "profile", "saef"))
        .hasMessageContaining("'saef'")
        .hasMessageContaining("[open, restricted, safe, standard]");
    assertThatThrownBy(() -> Policies.run(policies, HERE, Map.of(), "max_level", "high"))
        .hasMessageContaining("runtime.security.max_level");
  }

  private static SpellException limited(PipelineStage.Next tool, Object... settings) {
    PolicyService policies = Policies.container(HERE);
    var stage = new LimitStage(policies);
    var context = Policies.run(policies, HERE, Map.of(), settings);
    try {
      stage.around(call("t", SecurityLevel.SAFE, context), tool);
      throw new AssertionError("Nothing was exceeded");
    } catch (SpellException e) {
      return e;
    } finally {
      stage.close();
    }
  }

  private static void expect(SpellException problem, String resource, String setting) {
    assertThat(problem.kind())
        .isInstanceOfSatisfying(
            ErrorKind.ResourceLimit.class,
            limit -> assertThat(limit.resource()).isEqualTo(resource));
    assertThat(problem).hasMessageContaining("runtime.security.limits." + setting);
  }

  @Test
  void stopsACallThatComputesTooLong() {
    var problem =
        limited(
            invocation -> {
              while (true) {
                invocation.context().cancellation().check();
              }
            },
            "limits.max_call_cpu_ms",
            60L);

    expect(problem, "cpu_time", "max_call_cpu_ms");
  }

  @Test
  void stopsACallThatAllocatesTooMuch() {
    var problem =
        limited(
            invocation -> {
              for (int i = 0; ; i++) {
                byte[] bytes = new byte[1 << 20];
                bytes[0] = (byte) i;
                invocation.context().cancellation().check();
              }
            },
            "limits.max_call_memory_bytes",
            64L << 20);

    expect(problem, "memory", "max_call_memory_bytes");
  }

  @Test
  void boundsAnswersAndCallsAtTheSameTime() {
    expect(
        limited(_ -> ToolOutput.success("op", "x".repeat(500)), "limits.max_output_bytes", 400L),
        "output_size",
        "max_output_bytes");
    PolicyService policies = Policies.container(HERE);
    var stage = new LimitStage(policies);
    var context = Policies.run(policies, HERE, Map.of(), "limits.max_concurrent_calls", 2L);
    Invocation call = call("t", SecurityLevel.SAFE, context);

    assertThatThrownBy(
            () -> stage.around(call, a -> stage.around(a, b -> stage.around(b, _ -> DONE))))
        .isInstanceOfSatisfying(
            SpellException.class, e -> expect(e, "concurrent_operations", "max_concurrent_calls"));
    assertThat(stage.around(call, a -> stage.around(a, _ -> DONE))).isSameAs(DONE);
    assertThat(policies.of(context).usage())
        .containsEntry("most_running_calls", 2L)
        .containsEntry("running_calls", 0L);
    stage.close();
  }

  @Test
  void stopsARunThatUsesItsTimeUpInManyShortCalls() {
    PolicyService policies = Policies.container(HERE);
    var stage = new LimitStage(policies);
    var context = Policies.run(policies, HERE, Map.of(), "limits.max_script_cpu_ms", 100L);
    Invocation call = call("t", SecurityLevel.SAFE, context);

    assertThatThrownBy(
            () -> {
              while (true) {
                stage.around(call, _ -> spin(1_000_000));
              }
            })
        .isInstanceOfSatisfying(
            SpellException.class, e -> expect(e, "cpu_time", "max_script_cpu_ms"));
    assertThatThrownBy(() -> stage.around(call, _ -> DONE))
        .hasMessageContaining("max_script_cpu_ms");
    stage.close();
  }

  @Test
  void stopsARunThatAllocatesTooMuchInManyShortCalls() {
    PolicyService policies = Policies.container(HERE);
    var stage = new LimitStage(policies);
    var context =
        Policies.run(policies, HERE, Map.of(), "limits.max_script_memory_bytes", 64L << 20);
    Invocation call = call("t", SecurityLevel.SAFE, context);

    assertThatThrownBy(
            () -> {
              while (true) {
                stage.around(call, _ -> ToolOutput.ofText(new String(new char[1 << 20])));
              }
            })
        .isInstanceOfSatisfying(
            SpellException.class, e -> expect(e, "memory", "max_script_memory_bytes"));
    stage.close();
  }

  private static ToolOutput spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return DONE;
  }

  @Test
  void stopsACallThatTakesTooLong() {
    var problem =
        limited(
            invocation -> {
              while (!invocation.context().cancellation().isCancelled()) {
                Thread.onSpinWait();
              }
              throw new SpellException(
                  new ErrorKind.Timeout(null), "it was interrupted, as the pipeline does");
            },
            "limits.max_call_time_ms",
            30L);

    expect(problem, "wall_time", "max_call_time_ms");
  }

  @Test
  void leavesTheDeadlineOfTheCallerToTheCaller() {
    PolicyService policies = Policies.container(HERE);
    var stage = new LimitStage(policies);
    var context =
        Policies.run(policies, HERE, Map.of(), "limits.max_call_time_ms", 60_000L)
            .withDeadline(Duration.ZERO);

    assertThatThrownBy(() ->
            stage.around(
                call("t", SecurityLevel.SAFE, context),
                _ -> {
                  throw SpellException.component("the caller's time is over", null);
                }))
        .hasMessageContaining("the caller's time is over");
    stage.close();
  }

  @Test
  void boundsAllAnswersOfARunTogether() {
    PolicyService policies = Policies.container(HERE);
    var stage = new LimitStage(policies);
    var context = Policies.run(policies, HERE, Map.of(), "limits.max_script_output_bytes", 1_000L);
    Invocation call = call("t", SecurityLevel.SAFE, context);
    ToolOutput answer = ToolOutput.ofText("x".repeat(400));
    stage.around(call, _ -> answer);
    stage.around(call, _ -> answer);

    assertThatThrownBy(() -> stage.around(call, _ -> answer))
        .isInstanceOfSatisfying(
            SpellException.class, e -> expect(e, "output_size", "max_script_output_bytes"));
    stage.close();
  }

  @Test
  void boundsFileOperationsAndBytes() {
    PolicyService policies = Policies.container(HERE);
    var context =
        Policies.run(
            policies,
            HERE,
            Map.of(),
            "limits.file_operations_per_second",
            2L,
            "limits.file_bytes_per_second",
            100L);
    var usage = policies.of(context).use();
    usage.fileBytes(100);

    assertThatThrownBy(() -> usage.fileBytes(1))
        .isInstanceOfSatisfying(
            SpellException.class, e -> expect(e, "file_bytes", "file_bytes_per_second"));
    usage.fileOperation();
    usage.fileOperation();
    assertThatThrownBy(usage::fileOperation)
        .isInstanceOfSatisfying(
            SpellException.class, e -> expect(e, "file_operations", "file_operations_per_second"));
    assertThat(policies.of(context).usage())
        .containsEntry("file_operations", 3L)
        .containsEntry("file_bytes", 101L)
        .containsEntry("limits_exceeded", 2L);
  }

  @Test
  void seesMoreCallsThanItHasSlots() {
    var calls = new RunningCalls();
    var usage = Policies.container(HERE).of(ExecutionContext.create()).use();
    List<RunningCall> all =
        Stream.generate(() -> new RunningCall(Cancellation.create(), usage)).limit(200).toList();
    all.forEach(calls::add);
    Set<RunningCall> seen = new HashSet<>();
    calls.forEach(seen::add);

    assertThat(seen).hasSize(200);
    all.forEach(calls::remove);
    assertThat(calls.isEmpty()).isTrue();
  }
}
