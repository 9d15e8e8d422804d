package org.llmspell.tools.utility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.llmspell.tools.utility.Calls.envelope;
import static org.llmspell.tools.utility.Calls.error;
import static org.llmspell.tools.utility.Calls.result;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.llmspell.core.security.SecurityLevel;

@Tag("tool")
@NullUnmarked
class TemplateEngineTest {
  private static final Map<String, Object> CONTEXT =
      Map.of(
          "name",
          "World",
          "html",
          "<a href=\"x\">'&/",
          "n",
          3L,
          "pi",
          3.14159,
          "yes",
          true,
          "no",
          false,
          "empty",
          List.of(),
          "items",
          List.of("x", "y", "z"),
          "user",
          Map.of("name", "Ann", "tags", List.of("a", "b")),
          "users",
          List.of(Map.of("name", "Bob", "age", 30L), Map.of("name", "Ann", "age", 20L)));

  private final TemplateEngine tool = new TemplateEngine();

  private Object tera(String template) {
    return result(tool, "input", template, "context", CONTEXT, "engine", "tera").get("rendered");
  }

  private Object handlebars(String template) {
    return result(tool, "input", template, "context", CONTEXT, "engine", "hbs").get("rendered");
  }

  private String failure(String engine, String template) {
    return error(tool, "input", template, "context", CONTEXT, "engine", engine);
  }

  @Test
  void answersTheSampleOfTheSpecification() {
    var envelope = envelope(tool, "input", "Hello {{ name }}", "context", Map.of("name", "World"));

    assertThat(envelope)
        .containsEntry("operation", "render_template")
        .containsEntry(
            "result",
            Map.of(
                "rendered",
                "Hello World",
                "engine",
                "tera",
                "template_length",
                16,
                "context_size",
                16))
        .containsEntry("metadata", Map.of("engine", "tera", "template_length", 16));
    assertThat(tool.securityLevel()).isEqualTo(SecurityLevel.RESTRICTED);
  }

  @Test
  void findsOutTheEngine() {
    for (String template : List.of("{{#if a}}x{{/if}}", "{{#each a}}{{/each}}")) {
      assertThat(result(tool, "template", template, "variables", Map.of("a", List.of())))
          .containsEntry("engine", "handlebars");
    }
    assertThat(result(tool, "input", "{% if 1 %}x{% endif %}")).containsEntry("rendered", "x");
    assertThat(result(tool, "input", "plain")).containsEntry("rendered", "plain");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ==> ",
      quoteCharacter = '`',
      value = {
        "{{ user.name }} {{ user.tags.1 }} {{ items[0] }} {{ users.0.age }} ==> Ann b x 30",
        "{{ html }} ==> &lt;a href=&quot;x&quot;&gt;&#x27;&amp;&#x2F;",
        "{{ html | safe }} ==> <a href=\"x\">'&/",
        "{{ n + 1 }} {{ n * 2 }} {{ 7 % 4 }} ==> 4 6 3",
        "{{ name ~ '!' ~ n }} ==> World!3",
        "{% if yes %}a{% elif no %}b{% else %}c{% endif %} ==> a",
        "{% if no %}a{% elif n == 3 %}b{% else %}c{% endif %} ==> b",
        "{% if empty %}a{% else %}c{% endif %} ==> c",
        "{% if missing %}a{% else %}c{% endif %} ==> c",
        "{% if not no and n > 2 or no %}a{% endif %} ==> a",
        "{% if 'x' in items %}in{% endif %}{% if 'q' not in items %}out{% endif %} ==> inout",
        "{% for i in items %}{{ loop.index }}{{ i }}{% if not loop.last %},{% endif %}{% endfor %} ==> 1x,2y,3z",
        "{% for i in empty %}{{ i }}{% else %}none{% endfor %} ==> none",
        "{% for k, v in users.0 %}{% if k == 'age' %}{{ k }}={{ v }}{% endif %}{% endfor %} ==> age=30",
        "{% for i in range(end=3) %}{{ i }}{% endfor %}{% for i in range(start=1, end=6, step_by=2) %}{{ i }}{% endfor %} ==> 012135",
        "{% set x = n + 1 %}{{ x }} ==> 4",
        "{% raw %}{{ name }}{% endraw %} ==> {{ name }}",
        "a{# a comment #}b ==> ab",
        "a  {{- name -}}  b ==> aWorldb",
        "{{ missing | default(value='d') }} ==> d",
        "{{ 'a b' | upper }} {{ 'HI' | lower }} {{ 'hI yO' | capitalize }} {{ 'hi yo' | title }} ==> A B hi Hi yo Hi Yo",
        "{{ ' x ' | trim }}{{ items | length }}{{ name | length }} ==> x35",
        "{{ items | join(sep='-') }} {{ items | first }} {{ items | last }} {{ items | nth(n=1) }} ==> x-y-z x z y",
        "{{ items | reverse | join(sep='') }} {{ name | reverse }} ==> zyx dlroW",
        "{{ users | sort(attribute='age') | map(attribute='name') | join(sep=',') }} ==> Ann,Bob",
        "{{ users | filter(attribute='name', value='Bob') | length }} ==> 1",
        "{{ items | slice(start=1) | join(sep='') }} {{ items | concat(with='w') | length }} ==> yz 4",
        "{{ name | replace(from='o', to='0') }} {{ 'abcdef' | truncate(length=3) }} ==> W0rld abc…",
        "{{ pi | round(precision=2) }} {{ pi | round }} {{ -3 | abs }} {{ '7' | int }} ==> 3.14 3 3 7",
        "{{ n | pluralize }} {{ 2048 | filesizeformat }} {{ 'a b/ä' | urlencode }} ==> s 2.00 KB a%20b%2F%C3%A4",
        "{{ 'Ab Çd!' | slugify }} {{ '<b>x</b>' | striptags }} ==> ab-cd x",
        "{{ items | json_encode }} {{ 0 | date(format='%Y') }} ==> [\"x\",\"y\",\"z\"] 1970",
        "{% if n is odd %}o{% endif %}{% if missing is undefined %}u{% endif %}{% if name is starting_with('Wo') %}s{% endif %} ==> ous",
        "{% filter upper %}abc{% endfilter %} ==> ABC"
      })
  void rendersTera(String template, String expected) {
    assertThat(tera(template)).isEqualTo(expected);
  }

  @Test
  void keepsLineEndsAndHashSigns() {
    assertThat(tera("{% if yes %}\na\n{% endif %}\nb")).isEqualTo("\na\n\nb");
    assertThat(tera("{{ '#{name}' }}# #{ name }")).isEqualTo("#{name}# #{ name }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ==> ",
      quoteCharacter = '`',
      value = {
        "`Hi {{name}} {{user.name}} {{user.tags.[1]}}` ==> Hi World Ann b",
        "`{{html}}` ==> `&lt;a href&#x3D;&quot;x&quot;&gt;&#x27;&amp;/`",
        "`{{{html}}}` ==> `<a href=\"x\">'&/`"
      })
  void rendersHandlebars(String template, String expected) {
    assertThat(handlebars(template)).isEqualTo(expected);
  }

  @Test
  void rendersBlocksOfHandlebars() {
    assertThat(
            handlebars("{{#each items}}{{@index}}{{this}}{{#unless @last}},{{/unless}}{{/each}}"))
        .isEqualTo("0x,1y,2z");
    assertThat(handlebars("{{#each users}}{{name}}:{{age}} {{/each}}")).isEqualTo("Bob:30 Ann:20 ");
    assertThat(handlebars("{{#each empty}}x{{else}}none{{/each}}")).isEqualTo("none");
    assertThat(handlebars("{{#if yes}}a{{else}}b{{/if}}{{#unless no}}c{{/unless}}"))
        .isEqualTo("ac");
    assertThat(handlebars("{{#with user}}{{name}}{{/with}}")).isEqualTo("Ann");
    assertThat(handlebars("{{uppercase name}} {{lowercase name}} {{len items}}"))
        .isEqualTo("WORLD world 3");
    assertThat(handlebars("{{#if (eq n 3)}}three{{/if}}{{#if (gt n 5)}}big{{/if}}"))
        .isEqualTo("three");
    assertThat(
            handlebars("{{#each user}}{{#if (eq @key 'name')}}{{@key}}={{this}}{{/if}}{{/each}}"))
        .isEqualTo("name=Ann");
    assertThat(handlebars("{{lookup user 'name'}}")).isEqualTo("Ann");
  }

  @Test
  void aMissingVariableIsAnError() {
    assertThat(failure("tera", "a\n{{ nobody }}"))
        .isEqualTo(
            "Tool execution error: Template rendering failed: Variable 'nobody' not found in the context (line 2)");
    assertThat(failure("tera", "{{ user.nick }}")).contains("Variable 'nick' not found");
    assertThat(failure("handlebars", "{{nobody}}"))
        .startsWith("Tool execution error: Template rendering failed: Variable 'nobody' not found");
  }

  @Test
  void brokenTemplatesAreErrorsWithAPlace() {
    assertThat(failure("tera", "{% if yes %}"))
        .startsWith("Tool execution error: Invalid Tera template: ");
    assertThat(failure("tera", "{{ name "))
        .startsWith("Tool execution error: Invalid Tera template: ");
    assertThat(failure("tera", "{{ name | shout }}")).contains("shout");
    assertThat(failure("handlebars", "{{#if yes}}"))
        .startsWith("Tool execution error: Invalid Handlebars template: ")
        .doesNotContain("com.github");
    assertThat(error(tool, "input", "x", "engine", "mustache"))
        .startsWith("Validation error: Unknown template engine: mustache");
    assertThat(error(tool, "context", Map.of())).contains("Missing required parameter: input");
  }

  @ParameterizedTest
  @ValueSource(strings = {"system(", "exec(", "eval(", "__import__", "subprocess", "os.system"})
  void refusesDangerousWords(String word) {
    assertThat(error(tool, "input", "a " + word))
        .startsWith("Security violation: Potentially dangerous pattern detected: ");
  }

  @ParameterizedTest
  @Tag("security")
  @ValueSource(
      strings = {
        "{{ name.class }}",
        "{{ name.getClass() }}",
        "{{ items.getClass() }}",
        "{{ user.class.name }}",
        "{{ name.bytes }}",
        "{{ (1).TYPE.forName('java.lang.Runtime') }}",
        "{% include '/etc/passwd' %}",
        "{% extends '/etc/passwd' %}",
        "{% import '/etc/passwd' %}",
        "{% from '/etc/passwd' import x %}",
        "{% embed '/etc/passwd' %}{% endembed %}",
        "{{ i18n('org.llmspell', 'x') }}",
        "{{ '%999999999d' | format(1) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% parallel %}x{% endparallel %}"
      })
  void aTeraTemplateSeesNothingButItsValues(String template) {
    assertThat(failure("tera", template))
        .startsWith("Tool execution error: ")
        .doesNotContain("java.");
  }

  @ParameterizedTest
  @Tag("security")
  @ValueSource(
      strings = {
        "{{name.class}}",
        "{{user.class.name}}",
        "{{items.empty}}",
        "{{> /etc/passwd}}",
        "{{include '/etc/passwd'}}",
        "{{#partial 'x'}}y{{/partial}}{{#block 'x'}}{{/block}}",
        "{{precompile '/etc/passwd'}}",
        "{{log name}}",
        "{{i18n 'x'}}",
        "{{embedded '/etc/passwd'}}"
      })
  void aHandlebarsTemplateSeesNothingButItsValues(String template) {
    assertThat(failure("handlebars", template)).startsWith("Tool execution error: ");
  }

  @ParameterizedTest
  @Tag("security")
  @ValueSource(
      strings = {
        "{% set s = 'xxxxxxxxxx' %}{% for i in range(end=60) %}{% set s = s ~ s %}{% endfor %}{{ s | length }}",
        "{% set s = 'xxxxxxxxxx' %}{% for i in range(end=60) %}{% set s = s + s %}{% endfor %}{{ s | length }}",
        "{% set l = [1] %}{% for i in range(end=60) %}{% set l = [l, l] %}{% endfor %}{{ l }}",
        "{% set l = [1] %}{% for i in range(end=60) %}{% set l = l | concat(with=l) %}{% endfor %}{{ l | length }}",
        "{% for i in range(end=1000000) %}{{ 'xxxxxxxxxxxxxxxxxxxx' }}{% endfor %}",
        "{% for i in range(end=1000000000) %}{% endfor %}",
        "{{ 'x' | replace(from='x', to='yyyyyyyyyy') | replace(from='y', to='zzzzzzzzzz') }}{% for a in range(end=999999) %}{% for b in range(end=999999) %}{% endfor %}{% endfor %}"
      })
  void bombsAreStopped(String template) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () -> assertThat(failure("tera", template)).containsAnyOf("limit of", "timed out"));
  }

  @Test
  @Tag("security")
  void loopsOfHandlebarsAreStopped() {
    String loops = "{{#each ../l}}".repeat(8).replaceFirst("\\.\\./", "") + "{{/each}}".repeat(8);
    var list = java.util.Collections.nCopies(100, 1L);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThat(error(tool, "input", loops, "engine", "hbs", "context", Map.of("l", list)))
                .containsAnyOf("limit of", "timed out"));
  }

  @ParameterizedTest
  @Tag("security")
  @ValueSource(
      strings = {
        "{{ \"a\\",
        "{% if \"a\\",
        "{{ {'a': {'b': \"}} }} \"\\",
        "{{ \"#{name\\",
        "{{ \"#{name}\" }}",
        "{% verbatim %}{{ \"{% endverbatim %}{{ \"a\" \"\\"
      })
  void whatIsNotClosedIsRefused(String template) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(failure("tera", template)).startsWith("Tool execution error: Invalid Tera"));
  }

  @Test
  @Tag("security")
  void nonsenseEndsWithAnErrorAndNotInAnEndlessLoop() {
    var random = Calls.random("templates");
    var pieces =
        List.of(
            "{{", "}}", "{%", "%}", "{#", "#}", "\"", "'", "#{", "}", "{", "name", " ", "if", "for",
            "in", "endif", "endfor", "raw", "endraw", "set", "=", "|", "upper", "(", ")", "1", "..",
            ".", "[", "]", "not", "is", "{{#", "/", "-", "\\", "\n", "each", "^", "else", ">", "@");
    Assertions.assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          for (int i = 0; i < 1500; i++) {
            var template = new StringBuilder(i % 2 == 0 ? "{{ " : "{% ");
            for (int n = random.nextInt(14); n > 0; n--) {
              template.append(pieces.get(random.nextInt(pieces.size())));
            }
            String engine = i % 4 < 3 ? "tera" : "hbs";
            try {
              tool.call(
                  Map.of("input", template.toString(), "context", CONTEXT, "engine", engine),
                  org.llmspell.core.context.ExecutionContext.create());
            } catch (org.llmspell.core.error.SpellException e) {
              assertThat(e.text())
                  .as("%s: %s", engine, template)
                  .doesNotContain("java.", "com.github", "io.pebble");
            }
          }
        });
  }

  @Test
  void refusesTemplatesAndContextsOverTheLimit() {
    String megabyte = "x".repeat(1 << 20);
    assertThat(result(tool, "input", megabyte)).containsEntry("template_length", 1 << 20);
    assertThat(error(tool, "input", megabyte + "x"))
        .contains("Template size 1048577 exceeds maximum 1048576");
    assertThat(error(tool, "input", "x", "context", Map.of("a", megabyte.repeat(10))))
        .contains("exceeds maximum 10485760");
    assertThat(tera("{{ '(' }}".repeat(2))).isEqualTo("((");
    assertThat(failure("tera", "{{ " + "(".repeat(50_000) + "1 }}"))
        .startsWith("Tool execution error: ");
  }
}
