package org.llmspell.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.event.Event;

class TopicsTest {

  @ParameterizedTest
  @CsvSource({
    "plugin.installed, plugin/installed",
    "a b.c, a_b/c",
    "a..b, a/_b",
    ".a., _a_",
    "größe, gr__e",
    "a*b, a_b"
  })
  void everyTypeHasATopicThatEventAdminAccepts(String type, String topic) {
    assertThat(new Event(Topics.toTopic(type), Map.of()).getTopic()).isEqualTo(topic);
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/*, a.b.*",
    "*, *",
    "org/osgi/service/log/LogEntry, org.osgi.service.log.LogEntry"
  })
  void everyTopicFilterIsAPattern(String topic, String pattern) {
    assertThat(Topics.toType(topic)).isEqualTo(pattern);
  }
}
