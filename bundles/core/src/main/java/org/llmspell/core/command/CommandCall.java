package org.llmspell.core.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.config.Settings;
import org.llmspell.core.config.SettingsSource;
import org.llmspell.core.error.SpellException;
import org.osgi.annotation.versioning.ProviderType;

/** One call of a command: its checked command line and where it was given. */
@ProviderType
public interface CommandCall {

  /** The command line as it was given, with its streams, folder and environment. */
  CommandRequest request();

  /** The words of the command, as many as its specification asks for. */
  List<String> parameters();

  /** The words after {@code --}. */
  List<String> trailing();

  /**
   * The value of an option, the last one when it was given more than once.
   *
   * @param name the long name without dashes; options that every command has are found too
   */
  Optional<String> option(String name);

  /** All values of an option, in their order. */
  default List<String> options(String name) {
    return option(name).stream().toList();
  }

  /** Whether a flag was given. */
  boolean flag(String name);

  /** How results are wanted. */
  OutputFormat format();

  /**
   * The settings for this call. Read when first asked for.
   *
   * @throws SpellException of kind Configuration when they can not be read
   */
  Settings settings();

  /** Where the settings for this call come from. */
  default SettingsSource settingsSource() {
    List<String> assignments = new ArrayList<>();
    option("engine").ifPresent(engine -> assignments.add("default_engine=" + engine));
    assignments.addAll(options("set"));
    return new SettingsSource(
        option("config").map(Path::of),
        request().workingDirectory(),
        request().environment(),
        assignments);
  }

  /** A path of the command line, relative to the folder in which it was given. */
  default Path path(String word) {
    return request().workingDirectory().resolve(word).normalize();
  }

  /**
   * Prints a result.
   *
   * @param text what people read; printed when the format is text
   * @param data the same for programs, a plain value; printed as JSON in the other formats
   */
  void answer(String text, @Nullable Object data);

  /** Tells a person what is being done, as one line on the error stream. */
  void progress(String step);
}
