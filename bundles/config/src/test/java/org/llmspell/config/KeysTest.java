package org.llmspell.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeysTest {

  static List<Key> table() {
    return Keys.ofTable().all();
  }

  @ParameterizedTest
  @MethodSource("table")
  void eachKeyAllowsItsOwnDefaultAndSaysWhatItDoes(Key key) {
    assertThat(key.defaultValue().flatMap(key::refusal)).isEmpty();
    assertThat(key.description()).endsWith(".").doesNotContain("  ");
  }

  @Test
  void noKeyAndNoVariableIsThereTwice() {
    Map<String, String> variables = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (Key key : table()) {
      assertThat(names.add(key.name())).as(key.name()).isTrue();
      for (Key.Variable variable : key.variables()) {
        assertThat(variables.put(variable.name(), key.name())).as(variable.name()).isNull();
      }
    }
  }

  @Test
  void theFileOfInitIsValidAndHasEverySettingOnce() {
    Keys keys = Keys.ofTable();
    String text = DefaultFile.write(keys);
    String all =
        text.lines()
            .map(line -> line.matches("# (\\[.*]|\\S+ = .*)") ? line.substring(2) : line)
            .collect(Collectors.joining("\n"));

    for (String each : List.of(text, all)) {
      var layers = new Layers(List.of(Layer.of("file", TomlFile.parse(Path.of("x"), each))));
      Findings findings = Findings.of(layers, keys, () -> keys);

      assertThat(findings.warnings()).isEmpty();
      assertThat(findings.errors()).isEmpty();
    }
    var settings = new Layers(List.of(Layer.of("file", TomlFile.parse(Path.of("x"), all))));
    for (Key key : table()) {
      if (!key.isPattern() && !key.name().endsWith(".encryption")) {
        assertThat(settings.settings().get(key.name())).as(key.name()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "providers.mine.model, providers.*.model",
    "providers.mine.options.deep.er, providers.*.options.**",
    "engines.ruby.gems, engines.*.**",
    "runtime.security, ",
    "nothing, ",
  })
  void findsTheKeyOfASetting(String setting, String key) {
    assertThat(Keys.ofTable().find(KeyPath.parse(setting)).map(Key::name).orElse(null))
        .isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "modle, model",
    "defualt_engine, default_engine",
    "script_timeout, script_time",
    "xyz, none",
  })
  void guessesWhatWasMeant(String word, String meant) {
    var known = List.of("model", "default_engine", "name", "script_time");

    assertThat(Nearest.of(word, known).orElse("none")).isEqualTo(meant);
  }
}
