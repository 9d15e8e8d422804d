package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.event.EventBus;
import org.llmspell.core.event.EventSubscription;
import org.llmspell.core.event.UniversalEvent;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;
import org.osgi.service.event.EventHandler;

/** Felix EventAdmin beside our bus: events go both ways, each once. */
@RunWith(PaxExam.class)
public class OursAndEventAdminsEventsMeetTest {
  @Inject private BundleContext context;
  @Inject private EventBus bus;
  @Inject private EventAdmin admin;

  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
  private final List<EventSubscription> subscriptions = new ArrayList<>();

  @Configuration
  public Option[] container() {
    return Platform.withEventAdmin(getClass());
  }

  @After
  public void close() {
    registrations.forEach(ServiceRegistration::unregister);
    subscriptions.forEach(EventSubscription::close);
  }

  /** A third party's handler; what it got. */
  private List<Event> handler(String... topics) {
    List<Event> events = new CopyOnWriteArrayList<>();
    EventHandler handler = events::add;
    registrations.add(
        context.registerService(
            EventHandler.class,
            handler,
            FrameworkUtil.asDictionary(Map.of(EventConstants.EVENT_TOPIC, topics))));
    return events;
  }

  /** A subscription of ours; what it got. */
  private List<UniversalEvent> subscriber(String pattern) {
    List<UniversalEvent> events = new CopyOnWriteArrayList<>();
    subscriptions.add(bus.subscribe(pattern, events::add));
    return events;
  }

  private static void await(List<?> events, int count) {
    Await.until(() -> count + " events; now " + events, () -> events.size() >= count);
  }

  @Test
  public void aThirdPartysHandlerGetsOurEvents() {
    List<Event> handled = handler("shop/*");

    bus.publish("shop.order.placed", Map.of("number", 7L, "customer", "Ada"));
    bus.publish("other.thing", Map.of());

    await(handled, 1);
    assertThat(handled).hasSize(1);
    Event event = handled.getFirst();
    assertThat(event.getTopic()).isEqualTo("shop/order/placed");
    assertThat(event.getProperty("number")).isEqualTo(7L);
    assertThat(event.getProperty("customer")).isEqualTo("Ada");
    assertThat(event.getProperty("llmspell.event.type")).isEqualTo("shop.order.placed");
  }

  @Test
  public void whatIsPostedThereArrivesHere() {
    List<UniversalEvent> got = subscriber("door.*");

    admin.postEvent(new Event("door/OPENED", Map.of("floor", 3, "tags", new String[] {"a", "b"})));
    admin.sendEvent(new Event("door/CLOSED", Map.of("floor", 3)));

    await(got, 2);
    UniversalEvent opened = got.stream().filter(e -> e.type().endsWith("OPENED")).findFirst().get();
    assertThat(opened.data()).isEqualTo(Map.of("floor", 3L, "tags", List.of("a", "b")));
    assertThat(opened.header().source()).isEqualTo("eventadmin");
  }

  @Test
  public void nothingGoesRoundInCircles() {
    List<Event> handled = handler("*");
    List<UniversalEvent> got = subscriber("round.*");
    IntStream.range(0, 50)
        .forEach(i -> {
          bus.publish("round.ours", (long) i);
          admin.postEvent(new Event("round/theirs", Map.of("number", i)));
        });
    await(got, 100);

    // Both ways again: if an event were carried back, it would be there before these.
    bus.publish("round.end", Map.of());
    admin.postEvent(new Event("round/stop", Map.of()));
    await(got, 102);
    Await.until(
        () -> "both ends; now " + topics(handled),
        () -> topics(handled).containsAll(List.of("round/end", "round/stop")));

    assertThat(topics(handled).stream().filter("round/ours"::equals)).hasSize(50);
    assertThat(topics(handled).stream().filter("round/theirs"::equals)).hasSize(50);
    assertThat(got.stream().filter(e -> e.type().equals("round.ours"))).hasSize(50);
    assertThat(got.stream().filter(e -> e.type().equals("round.theirs"))).hasSize(50);
  }

  private static List<String> topics(List<Event> events) {
    return events.stream().map(Event::getTopic).toList();
  }

  @Test
  public void aHandlerThatComesLaterCostsTheOthersNothing() {
    List<Event> first = handler("flow/a");
    int count = 200;
    for (int i = 0; i < count; i++) {
      bus.publish("flow.a", (long) i);
      if (i % 20 == 0) {
        handler("flow/b" + i);
      }
    }

    await(first, count);
    assertThat(first.stream().map(e -> e.getProperty("data")))
        .containsExactlyElementsOf(
            IntStream.range(0, count).mapToObj(i -> (Object) (long) i).toList());
  }

  @Test
  public void ourBusKnowsWhatTheFrameworkDoes() throws Exception {
    List<UniversalEvent> bundles = subscriber("org.osgi.framework.BundleEvent.*");
    List<UniversalEvent> services = subscriber("org.osgi.framework.ServiceEvent.*");
    List<Event> handled = handler("org/osgi/framework/BundleEvent/*");

    Bundle visitor = context.installBundle(Plugins.visitor().toUri().toString());
    visitor.start();
    visitor.uninstall();

    Await.until(
        () -> "the end of the bundle; now " + bundles,
        () -> types(bundles).contains("org.osgi.framework.BundleEvent.UNINSTALLED"));
    assertThat(types(bundles))
        .containsSubsequence(
            "org.osgi.framework.BundleEvent.INSTALLED",
            "org.osgi.framework.BundleEvent.RESOLVED",
            "org.osgi.framework.BundleEvent.STARTED",
            "org.osgi.framework.BundleEvent.STOPPED",
            "org.osgi.framework.BundleEvent.UNINSTALLED");
    Map<?, ?> installed = (Map<?, ?>) bundles.getFirst().data();
    assertThat(installed.get("symbolic_name")).isEqualTo("org.example.visitor");
    assertThat(installed.get("bundle_id")).isEqualTo(visitor.getBundleId());
    Await.until(() -> "services of the bundle; now " + services, () -> types(services).size() >= 2);
    assertThat(services.stream().filter(e -> isOf(e, "org.llmspell.core.hook.Hook")))
        .extracting(UniversalEvent::type)
        .containsExactly(
            "org.osgi.framework.ServiceEvent.REGISTERED",
            "org.osgi.framework.ServiceEvent.UNREGISTERING");
    // EventAdmin tells of the framework itself, so from us nothing may come a second time.
    Await.until(
        () -> "EventAdmin's own news; now " + topics(handled),
        () -> topics(handled).contains("org/osgi/framework/BundleEvent/UNINSTALLED"));
    assertThat(topics(handled)).doesNotHaveDuplicates();
  }

  private static boolean isOf(UniversalEvent event, String service) {
    return ((List<?>) ((Map<?, ?>) event.data()).get("object_class")).contains(service);
  }

  private static List<String> types(List<UniversalEvent> events) {
    return events.stream().map(UniversalEvent::type).toList();
  }

  @Test
  public void withoutEventAdminOurBusGoesOnAndTheBridgeComesBack() throws Exception {
    Bundle felix =
        Arrays.stream(context.getBundles())
            .filter(b -> "org.apache.felix.eventadmin".equals(b.getSymbolicName()))
            .findFirst()
            .orElseThrow();
    List<UniversalEvent> got = subscriber("alone.*");
    felix.stop();
    bus.publish("alone.first", Map.of());
    await(got, 1);

    felix.start();
    List<Event> handled = handler("alone/*");

    // Again and again: EventAdmin looks for its handlers anew when it gets its settings, which
    // comes on another thread, and loses what is sent meanwhile.
    Await.until(
        () -> "an event after the restart of EventAdmin",
        () -> {
          bus.publish("alone.second", Map.of());
          return !handled.isEmpty();
        });
    assertThat(topics(handled)).containsOnly("alone/second");
  }

  @Test
  public void aHandlerThatThrowsHurtsNobody() {
    var calls = new AtomicInteger();
    EventHandler bad =
        event -> {
          calls.incrementAndGet();
          throw new IllegalStateException("on purpose");
        };
    registrations.add(
        context.registerService(
            EventHandler.class,
            bad,
            FrameworkUtil.asDictionary(Map.of(EventConstants.EVENT_TOPIC, "sturdy/*"))));
    List<Event> good = handler("sturdy/*");

    bus.publish("sturdy.a", Map.of());
    bus.publish("sturdy.b", Map.of());

    await(good, 2);
    assertThat(calls).hasPositiveValue();
  }
}
