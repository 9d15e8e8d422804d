package org.llmspell.scripting;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The memory of the process that scripts run in. */
final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Memory() {}

  /** The bytes of the heap that are in use. */
  static long used() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** What {@code Debug.memoryStats} shows. */
  static Map<String, Object> stats() {
    Map<String, Object> stats = new LinkedHashMap<>();
    stats.put("used_bytes", used());
    stats.put("allocated_bytes", Runtime.getRuntime().totalMemory());
    stats.put("resident_bytes", resident());
    stats.put(
        "collections",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionCount)
            .filter(count -> count > 0)
            .sum());
    return stats;
  }

  /** The resident memory where the system tells it, else that of the heap. */
  private static long resident() {
    try (var lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst()
          .orElseGet(Runtime.getRuntime()::totalMemory);
    } catch (IOException e) {
      return Runtime.getRuntime().totalMemory(); // not on Linux
    }
  }
}
