package org.llmspell.workflows.definition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A workflow.
 *
 * @param name for people
 * @param description for people
 * @param pattern how the steps follow each other
 * @param onError what happens when a step fails
 * @param timeout how long a run may take
 * @param stepTimeout how long a step may take that does not say it
 * @param checkpoint whether runs write down how far they are
 * @param callbacks who is told how a run goes, by name
 * @param ignored the places of keys that nobody knows
 */
public record Definition(
    String name,
    String description,
    Pattern pattern,
    OnError onError,
    Duration timeout,
    Duration stepTimeout,
    boolean checkpoint,
    Map<String, Callback> callbacks,
    List<String> ignored) {

  /** All steps, those that take others back too. */
  public List<Step> steps() {
    Stream<Step> own =
        switch (pattern) {
          case Pattern.Sequential(var steps) -> steps.stream();
          case Pattern.Parallel parallel ->
              parallel.branches().stream().flatMap(branch -> branch.steps().stream());
          case Pattern.Conditional conditional ->
              Stream.concat(
                      conditional.branches().stream(), Stream.ofNullable(conditional.otherwise()))
                  .flatMap(branch -> branch.steps().stream());
          case Pattern.Loop loop -> loop.body().stream();
        };
    return own.flatMap(step -> Stream.concat(Stream.of(step), Stream.ofNullable(step.compensate())))
        .toList();
  }
}
