package org.llmspell.state.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes plain values of all sorts. */
final class PlainValues {
  private PlainValues() {}

  static @Nullable Object any(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth > 4 ? 7 : 9)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong() >> random.nextInt(64);
      case 3 -> random.nextDouble() * Math.pow(10, random.nextInt(-30, 30));
      case 4 -> (long) random.nextInt(-30, 30);
      case 5 -> text(random, random.nextInt(300));
      case 6 -> text(random, random.nextInt(10));
      case 7 -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
          list.add(any(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(30); i > 0; i--) {
          map.put(text(random, random.nextInt(12)), any(random, depth + 1));
        }
        yield map;
      }
    };
  }

  static String text(SplittableRandom random, int length) {
    int[] points = new int[length];
    for (int i = 0; i < length; i++) {
      points[i] =
          switch (random.nextInt(10)) {
            case 0 -> random.nextInt(0x80, 0x800);
            case 1 -> random.nextInt(0x1F600, 0x1F640);
            case 2 -> random.nextInt(0, 0x20);
            default -> random.nextInt(0x20, 0x7F);
          };
    }
    return new String(points, 0, length);
  }
}
