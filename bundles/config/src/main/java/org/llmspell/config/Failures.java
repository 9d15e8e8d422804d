package org.llmspell.config;

import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collection;
import org.llmspell.core.error.SpellException;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/**
 * Components that do not start with their new configuration. Declarative Services tells nobody but
 * its log, so it is asked.
 */
final class Failures {
  private static final String OURS = SpellException.class.getName() + ": ";

  private Failures() {}

  /**
   * Looks at the components of some PIDs.
   *
   * @throws SpellException of kind Configuration with the words of a component that refuses its
   *     settings; what else keeps one from starting is logged
   */
  static void check(ServiceComponentRuntime components, Collection<String> pids) {
    components.getComponentDescriptionDTOs().stream()
        .filter(component -> Arrays.stream(component.configurationPid).anyMatch(pids::contains))
        .flatMap(component -> components.getComponentConfigurationDTOs(component).stream())
        .filter(each -> each.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
        .forEach(each -> refuse(each.description.name, String.valueOf(each.failure)));
  }

  /** A failure is told as the text of a stack trace. */
  private static void refuse(String component, String failure) {
    int at = failure.indexOf(OURS);
    String first = failure.substring(Math.max(0, at)).lines().findFirst().orElse("");
    if (at >= 0) {
      throw SpellException.configuration(first.substring(OURS.length()), null);
    }
    System.getLogger("llmspell.config")
        .log(Level.WARNING, "{0} does not start with its settings: {1}", component, first);
  }
}
