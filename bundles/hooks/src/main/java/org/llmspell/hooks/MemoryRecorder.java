package org.llmspell.hooks;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.llmspell.core.hook.replay.HookExecution;
import org.llmspell.core.hook.replay.HookRecorder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Keeps the last 10,000 runs in memory, once it is told to record. */
@Component(property = "service.ranking:Integer=-1000")
public final class MemoryRecorder implements HookRecorder {
  private static final int MAX = 10_000;

  private final Deque<HookExecution> executions = new ArrayDeque<>();
  private final int max;
  private volatile boolean recording;

  /** Does not record yet. */
  @Activate
  public MemoryRecorder() {
    this(MAX);
  }

  MemoryRecorder(int max) {
    this.max = max;
  }

  @Override
  public boolean isRecording() {
    return recording;
  }

  @Override
  public void setRecording(boolean newRecording) {
    recording = newRecording;
  }

  @Override
  public synchronized void record(HookExecution execution) {
    executions.addLast(execution);
    if (executions.size() > max) {
      executions.removeFirst();
    }
  }

  @Override
  public synchronized List<HookExecution> find(Predicate<HookExecution> filter) {
    return executions.stream().filter(filter).toList();
  }

  @Override
  public synchronized void clear() {
    executions.clear();
  }
}
