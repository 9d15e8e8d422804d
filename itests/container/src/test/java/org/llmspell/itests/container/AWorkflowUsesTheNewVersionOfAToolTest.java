package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.plugin.PluginManager;
import org.llmspell.core.plugin.UpgradeOptions;
import org.llmspell.core.workflow.StepFunction;
import org.llmspell.core.workflow.Workflow;
import org.llmspell.core.workflow.WorkflowRegistry;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/** A run of a workflow, while what its steps call is replaced. */
@RunWith(PaxExam.class)
public class AWorkflowUsesTheNewVersionOfAToolTest {
  @Inject private BundleContext context;
  @Inject private WorkflowRegistry workflows;
  @Inject private PluginManager plugins;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  private ServiceRegistration<StepFunction> offer(String name, int ranking, StepFunction function) {
    return context.registerService(
        StepFunction.class,
        function,
        FrameworkUtil.asDictionary(
            Map.of(StepFunction.NAME, name, Constants.SERVICE_RANKING, ranking)));
  }

  private static Object output(Map<String, ?> result) {
    return String.valueOf(result.get("output"));
  }

  @Test
  public void inOneRun() throws Exception {
    plugins.install(Plugins.greeter(1), step -> {});
    var seen = new ConcurrentLinkedQueue<String>();
    var over = new AtomicBoolean();
    offer(
        "note",
        0,
        (input, data, caller) -> {
          seen.add(String.valueOf(input));
          return over.get();
        });
    Workflow loop =
        workflows.create(
            Map.of(
                "type",
                "loop",
                "name",
                "greetings",
                "aggregation",
                "last_only",
                "iterator",
                Map.of("while_condition", "always", "max_iterations", Long.MAX_VALUE),
                "body",
                List.of(
                    Map.of("name", "greet", "tool", "greeter", "input", Map.of("name", "you")),
                    Map.of("name", "note", "function", "note", "input", "{{step:greet:output}}")),
                "break_conditions",
                List.of("step_result.note.output == true")));
    var run = new FutureTask<>(() -> loop.run(Map.of(), ExecutionContext.create()));
    Thread.startVirtualThread(run);

    Await.until("the old version answers", () -> saw(seen, "1.0.0"));
    plugins.upgrade(Plugins.greeter(2), UpgradeOptions.DEFAULT, step -> {});
    Await.until("the new version answers", () -> saw(seen, "2.0.0"));
    over.set(true);

    assertThat(run.get()).containsEntry("success", true);
    assertThat(workflows.remove(loop.id())).isTrue();
    assertThat(workflows.find("greetings")).isEmpty();
  }

  private static boolean saw(ConcurrentLinkedQueue<String> seen, String version) {
    return seen.stream().anyMatch(text -> text.contains(version));
  }

  @Test
  public void andTheFirstFunctionInRank() {
    Workflow workflow =
        workflows.create(
            Map.of(
                "type",
                "sequential",
                "name",
                "ranked",
                "steps",
                List.of(Map.of("function", "who"))));
    ExecutionContext caller = ExecutionContext.create();
    var low = offer("who", 1, (input, data, c) -> "low");
    var high = offer("who", 2, (input, data, c) -> "high");
    assertThat(output(workflow.run(Map.of(), caller))).isEqualTo("high");
    high.unregister();
    assertThat(output(workflow.run(Map.of(), caller))).isEqualTo("low");
    low.unregister();

    assertThat(workflow.run(Map.of(), caller))
        .containsEntry("success", false)
        .extractingByKey("error")
        .asString()
        .contains("steps[1].custom", "'who' not found");
    workflows.remove(workflow.id());
  }

  @Test
  public void andACancelledRunLeavesNoThread() throws Exception {
    var begun = new AtomicBoolean();
    offer(
        "wait",
        0,
        (input, data, caller) -> {
          begun.set(true);
          Await.until("it is cancelled", () -> caller.cancellation().isCancelled());
          return "";
        });
    Map<String, Object> branch =
        Map.of("name", "b", "steps", List.of(Map.of("function", "wait", "timeout_ms", 60_000L)));
    Workflow workflow =
        workflows.create(
            Map.of(
                "type",
                "parallel",
                "name",
                "waiting",
                "branches",
                List.of(branch, branch, branch)));
    ExecutionContext caller = ExecutionContext.create();
    var run = new FutureTask<>(() -> workflow.run(Map.of(), caller));
    Thread thread = Thread.startVirtualThread(run);
    Await.until("a branch has begun", begun::get);
    caller.cancellation().cancel("enough");

    assertThatThrownBy(run::get).hasCauseInstanceOf(CancellationException.class);
    thread.join();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("workflow"));
    workflows.remove(workflow.id());
  }
}
