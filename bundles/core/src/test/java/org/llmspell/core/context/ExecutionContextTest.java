package org.llmspell.core.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("unit")
class ExecutionContextTest {
  private static final ContextScope AGENT = new ContextScope.Session("s");

  private final ExecutionContext parent =
      ExecutionContext.create(
              new ContextScope.Global(), new ContextIdentity("talk", "user", "session", null))
          .with(Map.of("a", 1L, "conversation_context", "before"));

  @Test
  void aChildThatInheritsHasAllData() {
    assertThat(parent.child(AGENT, Inheritance.INHERIT).data()).isEqualTo(parent.data());
  }

  @Test
  void aChildThatCopiesHasOnlyTheConversation() {
    assertThat(parent.child(AGENT, Inheritance.COPY).data())
        .isEqualTo(Map.of("conversation_context", "before"));
  }

  @Test
  void anIsolatedOrSharingChildHasNoData() {
    assertThat(parent.child(AGENT, Inheritance.ISOLATE).data()).isEmpty();
    assertThat(parent.child(AGENT, Inheritance.SHARE).data()).isEmpty();
  }

  @Test
  void everyChildKeepsIdentitySharedMemoryAndTrace() {
    var child = parent.child(AGENT, Inheritance.ISOLATE);

    assertThat(child.identity()).isEqualTo(parent.identity());
    assertThat(child.sharedMemory()).isSameAs(parent.sharedMemory());
    assertThat(child.parentId()).contains(parent.id());
    assertThat(child.metadata().traceId()).isEqualTo(parent.metadata().traceId());
    assertThat(child.metadata().parentSpanId()).isEqualTo(parent.metadata().spanId());
  }

  @Test
  void readsOwnDataBeforeTheSharedMemoryOfItsScope() {
    parent.setShared("a", 2L);
    parent.setShared("b", 3L);

    assertThat(parent.get("a")).contains(1L);
    assertThat(parent.get("b")).contains(3L);
    assertThat(parent.child(AGENT, Inheritance.SHARE).get("b")).isEmpty();
  }

  @Test
  void theOthersDataWinsInAMerge() {
    assertThat(parent.merge(ExecutionContext.create().with("a", 9L)).get("a")).contains(9L);
  }

  @Test
  void hasACapabilityThatIsInTheArray() {
    assertThat(parent.with("capabilities", List.of("read")).hasCapability("read")).isTrue();
    assertThat(parent.hasCapability("read")).isFalse();
  }

  @Test
  void aDeadlineThatHasPassedStopsTheChildAndNotTheParent() {
    var child = parent.withDeadline(Duration.ZERO);

    assertThat(child.cancellation().isExpired()).isTrue();
    assertThatThrownBy(() -> child.cancellation().check())
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("deadline");
    assertThat(parent.cancellation().isCancelled()).isFalse();
  }

  @Test
  void aCancelledParentStopsItsChildren() {
    var child = parent.withDeadline(Duration.ofHours(1));

    parent.cancellation().cancel("the user pressed Ctrl+C");

    assertThat(child.cancellation().reason()).contains("the user pressed Ctrl+C");
  }

  @Test
  void whatWasMadeFromACancellationIsWithinIt() {
    var call = parent.withDeadline(Duration.ofHours(1));
    var deep = call.child(AGENT, Inheritance.ISOLATE).with("k", 1L).withDeadline(Duration.ZERO);

    assertThat(deep.cancellation().isWithin(call.cancellation())).isTrue();
    assertThat(call.cancellation().isWithin(call.cancellation())).isTrue();
    assertThat(call.cancellation().isWithin(deep.cancellation())).isFalse();
    assertThat(ExecutionContext.create().cancellation().isWithin(call.cancellation())).isFalse();
  }

  @Test
  void theFirstReasonOfACancellationStays() {
    parent.cancellation().cancel("first");
    parent.cancellation().cancel("second");

    assertThat(parent.cancellation().reason()).contains("first");
  }

  @Test
  void anEarlierDeadlineOfTheParentHolds() {
    var child = parent.withDeadline(Duration.ZERO).withDeadline(Duration.ofHours(1));

    assertThat(child.cancellation().isExpired()).isTrue();
  }

  @Test
  void aTimeWithoutEndIsNoDeadline() {
    var child = parent.withDeadline(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(child.cancellation().deadlineNanos()).isEmpty();
  }

  @Test
  void whatIsSharedIsSeenInTheSameScopeOnly() {
    var one = parent.child(AGENT, Inheritance.SHARE);
    var two = parent.child(AGENT, Inheritance.ISOLATE);

    one.setShared("k", "v");

    assertThat(two.get("k")).contains("v");
    assertThat(parent.get("k")).isEmpty();
    assertThat(parent.sharedMemory().keys(AGENT)).containsExactly("k");
    assertThat(parent.sharedMemory().remove(AGENT, "k")).contains("v");
    one.setShared("k", "v");
    parent.sharedMemory().clear(AGENT);
    assertThat(one.get("k")).isEmpty();
  }

  @Test
  void theDataOfAContextCanNotBeChanged() {
    assertThatThrownBy(() -> parent.data().put("a", 2L))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void theIdIsAUuid() {
    assertThat(java.util.UUID.fromString(parent.id()).version()).isEqualTo(4);
  }
}
