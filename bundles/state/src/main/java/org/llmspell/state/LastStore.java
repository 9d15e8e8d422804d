package org.llmspell.state;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;

/**
 * The file {@code state.last} in the data folder: which store on disk was open last, and which one
 * was left with entries when the settings changed. Each line is a word, the backend, and the path.
 */
final class LastStore {
  private static final System.Logger LOG = System.getLogger("llmspell.state");
  private static final String OPEN = "open";
  private static final String LEFT = "left";

  private final Path home;

  /** What the file says. */
  record Known(@Nullable Place open, @Nullable Place left) {}

  LastStore(Path home) {
    this.home = home;
  }

  private Path file() {
    return home.resolve("state.last");
  }

  Known read() {
    try {
      List<String> lines = Files.readAllLines(file());
      return new Known(place(lines, OPEN).orElse(null), place(lines, LEFT).orElse(null));
    } catch (NoSuchFileException _) {
      return new Known(null, null);
    } catch (IOException e) {
      throw SpellException.io(e);
    }
  }

  private Optional<Place> place(List<String> lines, String word) {
    return lines.stream()
        .map(line -> line.split(" ", 3))
        .filter(parts -> parts.length == 3 && parts[0].equals(word))
        .findFirst()
        .map(parts -> new Place(parts[1], home.resolve(parts[2]).normalize()));
  }

  /** Replaces the file when it says something else. */
  void write(Known known) {
    if (known.equals(read())) {
      return;
    }
    Path fresh = home.resolve("state.last.new");
    try {
      Files.createDirectories(home);
      Files.writeString(fresh, line(OPEN, known.open) + line(LEFT, known.left));
      Files.move(
          fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "A change of the backend or the path of state can not be noticed at the next start, because ''{0}'' can not be written: {1}",
          file(),
          e.getMessage());
    }
  }

  private String line(String word, @Nullable Place place) {
    if (place == null) {
      return "";
    }
    // Relative where possible, so that the data folder may be moved.
    Path path = place.path().startsWith(home) ? home.relativize(place.path()) : place.path();
    return "%s %s %s\n".formatted(word, place.backend(), path);
  }
}
