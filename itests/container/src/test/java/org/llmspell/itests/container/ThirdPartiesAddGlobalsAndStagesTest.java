package org.llmspell.itests.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.llmspell.core.ToolOutput;
import org.llmspell.core.context.ExecutionContext;
import org.llmspell.core.error.SpellException;
import org.llmspell.core.runtime.ToolInvoker;
import org.llmspell.core.script.ScriptRunner;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

@RunWith(PaxExam.class)
public class ThirdPartiesAddGlobalsAndStagesTest {
  @Inject private BundleContext context;
  @Inject private ToolInvoker invoker;
  @Inject private ScriptRunner scripts;

  @Configuration
  public Option[] container() {
    return Platform.of(getClass());
  }

  @Test
  public void whichVanishWithTheirBundle() throws Exception {
    Bundle greeter = context.installBundle(Plugins.greeter(1).toUri().toString());
    greeter.start();
    assertThat(greet().text()).doesNotContain("signed_by");

    Bundle extras = context.installBundle(Plugins.extras().toUri().toString());
    extras.start();

    assertThat(Scripts.run(scripts, "return Moon.phase()")).isEqualTo("full");
    assertThat(greet().text()).contains("\"signed_by\": \"org.example.extras\"");

    extras.uninstall();

    assertThat(Scripts.run(scripts, "return Moon == nil")).isEqualTo(true);
    assertThatThrownBy(() -> Scripts.run(scripts, "return Moon.phase()"))
        .isInstanceOf(SpellException.class)
        .hasMessageContaining("attempt to index");
    assertThat(greet().text()).doesNotContain("signed_by");
    greeter.uninstall();
  }

  private ToolOutput greet() {
    return invoker.invoke("greeter", Map.of("name", "Ada"), ExecutionContext.create());
  }
}
