package org.llmspell.workflows.definition;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the steps of a workflow follow each other. */
public sealed interface Pattern {

  /** The name of the pattern. */
  default String type() {
    return switch (this) {
      case Sequential _ -> "sequential";
      case Parallel _ -> "parallel";
      case Conditional _ -> "conditional";
      case Loop _ -> "loop";
    };
  }

  /** One after the other. */
  record Sequential(List<Step> steps) implements Pattern {
    /** Copies the list. */
    public Sequential {
      steps = List.copyOf(steps);
    }
  }

  /**
   * Several branches at the same time.
   *
   * @param branches in the order of the results
   * @param maxConcurrency how many run at once
   * @param failFast whether branches that wait are left out once a required one has failed
   */
  record Parallel(List<Branch> branches, int maxConcurrency, boolean failFast) implements Pattern {
    /** Copies the list. */
    public Parallel {
      branches = List.copyOf(branches);
    }
  }

  /**
   * The branches whose conditions hold.
   *
   * @param branches in the order in which they are asked
   * @param otherwise the branch when no other one has run, or null
   * @param firstOnly whether only the first one runs
   */
  record Conditional(List<Branch> branches, @Nullable Branch otherwise, boolean firstOnly)
      implements Pattern {
    /** Copies the list. */
    public Conditional {
      branches = List.copyOf(branches);
    }
  }

  /**
   * The same steps again and again.
   *
   * @param iterator over what
   * @param body the steps
   * @param breaks what ends it early, asked after each time
   * @param results which results are kept
   * @param pause how long to wait between two times
   */
  record Loop(
      Iteration iterator, List<Step> body, List<Break> breaks, Aggregation results, Duration pause)
      implements Pattern {
    /** Copies the lists. */
    public Loop {
      body = List.copyOf(body);
      breaks = List.copyOf(breaks);
    }
  }

  /**
   * Steps under a condition, or beside others.
   *
   * @param name unique among its neighbours
   * @param description for people
   * @param condition when it runs; of no use in a parallel workflow
   * @param required whether its failure is that of the workflow
   * @param steps one after the other
   */
  record Branch(
      String name, String description, Condition condition, boolean required, List<Step> steps) {
    /** Copies the list. */
    public Branch {
      steps = List.copyOf(steps);
    }
  }

  /**
   * What ends a loop early.
   *
   * @param condition when
   * @param message why, for people
   */
  record Break(Condition condition, String message) {}

  /** What a loop runs over. */
  sealed interface Iteration {
    /** Numbers from a start up to, not including, an end; down when the step is negative. */
    record Range(long start, long end, long step) implements Iteration {}

    /** The items of a list. */
    record Collection(List<@Nullable Object> items) implements Iteration {
      /** Copies the list, which may have nulls in it. */
      public Collection {
        items = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(items));
      }
    }

    /**
     * The items of a list that is found when the run begins.
     *
     * @param source a text with placeholders, or a function
     */
    record Found(Object source) implements Iteration {}

    /** As long as a condition holds, but not more often than a number. */
    record While(Condition condition, long max) implements Iteration {}
  }

  /**
   * Which results of a loop are kept.
   *
   * @param kind in a word
   * @param count how many, for the first and the last ones
   */
  record Aggregation(Kind kind, int count) {
    /** All of them. */
    public static final Aggregation ALL = new Aggregation(Kind.COLLECT_ALL, 0);

    /** Which. */
    public enum Kind {
      /** All. */
      COLLECT_ALL,
      /** The last one. */
      LAST_ONLY,
      /** The first ones. */
      FIRST_N,
      /** The last ones. */
      LAST_N,
      /** None. */
      NONE
    }
  }
}
