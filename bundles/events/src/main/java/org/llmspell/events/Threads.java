package org.llmspell.events;

import java.util.concurrent.Executor;

/**
 * Where the bus takes its threads from.
 *
 * @param delivery runs handlers: a virtual thread for each subscription that has something to do
 * @param clock runs the clock under a flood of events: an own thread, because handlers may keep all
 *     carriers of virtual threads busy
 */
record Threads(Executor delivery, Executor clock) {

  static Threads create() {
    Thread.Builder virtual = Thread.ofVirtual().name("events");
    Thread.Builder platform = Thread.ofPlatform().daemon().name("event clock");
    return new Threads(virtual::start, platform::start);
  }
}
