package org.llmspell.workflows.checkpoint;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.ErrorKind;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.state.StateStore;
import org.llmspell.core.workflow.WorkflowStatus;
import org.llmspell.workflows.checkpoint.Entry.Stage;
import org.llmspell.workflows.definition.Definition;
import org.llmspell.workflows.definition.Names;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Opens the journals of runs, and knows those that did not come to their end. Safe to share. */
@Component(service = Checkpoints.class)
public final class Checkpoints {
  /** The setting that turns checkpoints on for workflows that do not say it. */
  public static final String SETTING = "workflows.checkpoint";

  /** What to know when state is in memory only. */
  public static final String IN_MEMORY =
      "Checkpoints of workflows are in memory only, because state is; they end with this process. Set enabled = true in section [runtime.state_persistence] (or LLMSPELL_STATE_ENABLED=true) to keep them";

  private static final System.Logger LOG = System.getLogger("llmspell.workflows");

  private final StateAccess state;
  private final Map<String, Ledger> live = new ConcurrentHashMap<>();
  private final AtomicBoolean warned = new AtomicBoolean();

  /** Over a state. */
  @Activate
  public Checkpoints(@Reference StateAccess state) {
    this.state = state;
  }

  /** The journal of a new run, or of a workflow that is a step of a run that is kept. */
  public Journal fresh(Definition definition, ExecutionContext context) {
    Optional<Nested> nested = Nested.of(context).filter(one -> live.containsKey(one.run()));
    if (nested.isPresent()) {
      Ledger ledger = live.get(nested.get().run());
      if (ledger != null) {
        return nested.get().journal(ledger, definition);
      }
    }
    String id = UUID.randomUUID().toString();
    if (!definition.checkpoint()) {
      return new NoJournal(id);
    }
    Shelf shelf = shelf();
    if (!shelf.isDurable() && !warned.getAndSet(true)) {
      LOG.log(Level.WARNING, IN_MEMORY);
    }
    return journal(new Ledger(shelf, id), definition, Origin.of(context), null);
  }

  private Journal journal(
      Ledger ledger, Definition definition, Origin origin, @Nullable Head earlier) {
    if (live.putIfAbsent(ledger.id(), ledger) != null) {
      throw running(ledger.id());
    }
    return new StoredJournal(
        ledger, definition, origin, earlier, () -> live.remove(ledger.id(), ledger));
  }

  private static SpellException running(String id) {
    return new SpellException(
        new ErrorKind.Workflow(null), "Run '%s' is going on right now".formatted(id));
  }

  /**
   * The journal of a run that goes on.
   *
   * @param definition the workflow as it is now
   * @throws SpellException when there is no such run, when the definition has changed, or when
   *     something is left to guess
   */
  public Journal resume(String id, Definition definition, Choices choices) {
    Head head = find(id);
    if (!head.name().equals(definition.name())) {
      throw changed(id, definition.name(), "it is a run of workflow '%s'".formatted(head.name()));
    }
    checkUnchanged(id, head.name(), head.outline(), Outline.of(definition).plain());
    var ledger = new Ledger(shelf(), id).load();
    var places = new Places(definition);
    List<Entry> uncertain =
        ledger.entries().stream()
            .filter(Entry::isUncertain)
            .filter(one -> one.stage() == Stage.TAKING_BACK || !places.isIdempotent(one.place()))
            .sorted(places)
            .toList();
    choices.check(head, uncertain);
    Journal journal = journal(ledger, definition, head.origin(), head);
    try {
      settle(ledger, head, uncertain, choices);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
    return journal;
  }

  /** Does what was said about steps in doubt, and lets those that failed be tried again. */
  private static void settle(Ledger ledger, Head head, List<Entry> uncertain, Choices choices) {
    uncertain.stream()
        .filter(choices::isSkip)
        .forEach(one -> ledger.put(one.outcome() == null ? one.skipped() : one.at(Stage.DONE)));
    List<String> again = new ArrayList<>();
    for (Entry entry : ledger.entries()) {
      if (entry.isUncertain()
          || entry.stage() == Stage.FAILED && head.status() != WorkflowStatus.RUNNING) {
        again.add(entry.place());
      }
    }
    ledger.remove(again);
  }

  static void checkUnchanged(String id, String name, @Nullable Object was, @Nullable Object isNow) {
    Optional<String> difference = Difference.first(was, isNow);
    if (difference.isPresent()) {
      throw changed(id, name, difference.get());
    }
  }

  private static SpellException changed(String id, String name, String difference) {
    return new SpellException(
        new ErrorKind.Workflow(null),
        "Workflow '%s' is not what run %s was started with: %s. Undo the change to resume, or start it anew"
            .formatted(name, id, difference));
  }

  /** Whether runs outlive the process. */
  public boolean isDurable() {
    return shelf().isDurable();
  }

  /**
   * The ids of the runs that did not come to their end, those that go on now and those that are
   * damaged too. Clears away what is left of a run that died after its end.
   */
  public List<String> ids() {
    StateStore store = state.store();
    if (store == null) {
      return List.of();
    }
    var shelf = new Shelf(store);
    return shelf.ids().stream().filter(id -> !isOver(shelf, id)).toList();
  }

  private boolean isOver(Shelf shelf, String id) {
    boolean over = !isLive(id) && shelf.isCompleted(id);
    if (over) {
      shelf.remove(id);
    }
    return over;
  }

  /** Whether a run goes on right now. */
  public boolean isLive(String id) {
    return live.containsKey(id);
  }

  /**
   * What is kept of a run.
   *
   * @throws SpellException when there is none, or it is damaged
   */
  public Head find(String id) {
    Shelf shelf = shelf();
    Optional<Head> head = shelf.has(id) ? Optional.of(shelf.head(id)) : Optional.empty();
    if (head.isEmpty() || head.get().status() == WorkflowStatus.COMPLETED) {
      throw SpellException.component(
          "There is no unfinished run '%s'%s 'llmspell workflow list' shows those there are"
              .formatted(id, near(id, shelf.ids())),
          null);
    }
    return head.get();
  }

  private static String near(String id, List<String> ids) {
    String near = Names.near(id, ids);
    return near.isEmpty() ? "." : near;
  }

  /** The steps of a run, in no order. */
  public List<Entry> entries(String id) {
    return new Ledger(shelf(), id).load().entries();
  }

  /** Forgets a run; says whether it was there. */
  public boolean remove(String id) {
    Set<String> known = new LinkedHashSet<>(ids());
    if (isLive(id)) {
      throw running(id);
    }
    if (known.contains(id)) {
      shelf().remove(id);
    }
    return known.contains(id);
  }

  private Shelf shelf() {
    StateStore store = state.store();
    if (store == null) {
      throw SpellException.component(
          "A workflow with checkpoints needs the bundle 'state', which is not running. Install it, or set checkpoint = false",
          null);
    }
    return new Shelf(store);
  }
}
