package org.llmspell.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.command.OutputFormat;
import org.llmspell.core.command.UsageException;
import org.llmspell.core.error.SpellException;

class ParserTest {
  private static final String PREFIX = "llmspell.command.";

  private final Map<String, Syntax> commands = new TreeMap<>();

  ParserTest() {
    Stream.of(
            Map.of(
                PREFIX + "name", "run", PREFIX + "parameters", "FILE", PREFIX + "trailing", "ARGS"),
            Map.of(PREFIX + "name", "info", PREFIX + "options", "--all: more"),
            Map.of(
                PREFIX + "name",
                "plugin upgrade",
                PREFIX + "parameters",
                "JAR",
                PREFIX + "options",
                new String[] {"--allow-downgrade: older", "-d, --drain SECONDS: time"}),
            Map.of(PREFIX + "name", "plugin list"),
            Map.of(PREFIX + "name", "tool invoke", PREFIX + "parameters", "NAME [KEY=VALUE...]"))
        .map(Syntax::of)
        .forEach(syntax -> commands.put(syntax.name(), syntax));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--output json -c a.toml --engine lua -v --debug run x.lua -- a --b",
        "run --output json -c a.toml x.lua --engine lua -v --debug -- a --b",
        "run x.lua --output=json --config=a.toml --engine=lua --verbose --debug -- a --b",
        "--output json run --config a.toml x.lua --engine lua --verbose --debug -- a --b",
      })
  void takesGlobalOptionsAnywhere(String words) {
    CommandLine line = parse(words);

    assertThat(line.command()).map(Syntax::name).contains("run");
    assertThat(line.format()).isEqualTo(OutputFormat.JSON);
    assertThat(line.options())
        .isEqualTo(
            Map.of(
                "output", "json", "config", "a.toml", "engine", "lua", "verbose", "", "debug", ""));
    assertThat(line.parameters()).containsExactly("x.lua");
    assertThat(line.trailing()).containsExactly("a", "--b");
  }

  @Test
  void findsCommandsOfTwoWords() {
    CommandLine line = parse("plugin --debug upgrade a.jar -d 5 --allow-downgrade");

    assertThat(line.command()).map(Syntax::name).contains("plugin upgrade");
    assertThat(line.options()).containsEntry("drain", "5").containsKeys("allow-downgrade", "debug");
  }

  @Test
  void letsTheLastOfEqualOptionsWin() {
    assertThat(parse("--output json info --output pretty").format()).isEqualTo(OutputFormat.PRETTY);
  }

  @Test
  void takesCodeThatStartsLikeAnOptionForCode() {
    assertThat(Parser.parse(List.of("run", "-- a comment"), commands).parameters())
        .containsExactly("-- a comment");
    assertThat(parse("run -").parameters()).containsExactly("-");
  }

  @Test
  void takesAnyNumberOfRepeatedWords() {
    assertThat(parse("tool invoke x").parameters()).containsExactly("x");
    assertThat(parse("tool invoke x a=-1 b=--c c=").parameters())
        .containsExactly("x", "a=-1", "b=--c", "c=");
  }

  @Test
  void asksForNothingElseWhenHelpIsWanted() {
    assertThat(parse("run --help").command()).map(Syntax::name).contains("run");
    assertThat(parse("plugin -h").group()).isEqualTo("plugin");
    assertThat(parse("-V").command()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rum x.lua|Unknown command 'rum'; did you mean run? See llmspell --help",
        "xyzzy|Unknown command 'xyzzy'. See llmspell --help",
        "plugin lits|Unknown command 'plugin lits'; did you mean plugin list? See llmspell plugin"
            + " --help",
        "plugin|No command given. See llmspell plugin --help",
        "--debug|No command given. See llmspell --help",
        "run x.lua --ouput json|Unknown option '--ouput'; did you mean --output? See llmspell run"
            + " --help",
        "plugin upgrade a.jar --drian 5|Unknown option '--drian'; did you mean --drain? See llmspell"
            + " plugin upgrade --help",
        "info --drain 5|Unknown option '--drain'. See llmspell info --help",
        "info --output|Option --output needs a value: --output FORMAT",
        "info --all=yes|Option --all takes no value",
        "info --output xml|Invalid value 'xml' for --output: must be text, json or pretty",
        "run|FILE is missing. Usage: llmspell run FILE [-- ARGS...]",
        "run a b|Unexpected word 'b'; arguments of the script go after --. Usage: llmspell run FILE"
            + " [-- ARGS...]",
        "info a|Unexpected word 'a'. Usage: llmspell info [OPTIONS]",
        "info -- a|info takes no words after --",
      })
  void saysWhatIsWrong(String words, String message) {
    assertThatThrownBy(() -> parse(words)).isInstanceOf(UsageException.class).hasMessage(message);
  }

  @Test
  void refusesOptionsThatNobodyCouldRead() {
    assertThatThrownBy(() -> Syntax.Option.parse("drain SECONDS: x"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("drain SECONDS: x");
  }

  private CommandLine parse(String words) {
    return Parser.parse(List.of(words.split(" ")), commands);
  }
}
