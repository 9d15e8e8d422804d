package org.llmspell.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;

/** What Declarative Services knows about the components of a bundle. */
final class Components {
  private static final Pattern THROWN =
      Pattern.compile("(?m)^(?:Caused by: )?([\\w.$]+(?:Exception|Error))(?:: (.*))?$");

  private final ServiceComponentRuntime runtime;

  Components(ServiceComponentRuntime runtime) {
    this.runtime = runtime;
  }

  /** The first component that threw while it was activated, and why. */
  Optional<String> failure(Bundle bundle) {
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
      for (var configuration : runtime.getComponentConfigurationDTOs(component)) {
        if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          return Optional.of(
              "component '%s' can not be activated: %s"
                  .formatted(component.name, innermost(configuration.failure)));
        }
      }
    }
    return Optional.empty();
  }

  /** What the components that are not there wait for; empty when that is not known. */
  String waiting(Bundle bundle) {
    List<String> waits = new ArrayList<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs(bundle)) {
      for (var configuration : runtime.getComponentConfigurationDTOs(component)) {
        for (var unsatisfied : configuration.unsatisfiedReferences) {
          waits.add(
              "component '%s' waits for a service %s"
                  .formatted(component.name, wanted(component, unsatisfied.name)));
        }
        if (configuration.state == ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION) {
          waits.add("component '%s' waits for its configuration".formatted(component.name));
        }
      }
      if (!component.defaultEnabled) {
        waits.add("component '%s' is not enabled".formatted(component.name));
      }
    }
    return String.join(", ", waits);
  }

  private static String wanted(ComponentDescriptionDTO component, String reference) {
    for (ReferenceDTO declared : component.references) {
      if (declared.name.equals(reference)) {
        return declared.target == null
            ? declared.interfaceName
            : declared.interfaceName + " " + declared.target;
      }
    }
    return reference;
  }

  /** The message of the innermost cause in the text of a stack trace. */
  static String innermost(String trace) {
    Matcher matcher = THROWN.matcher(trace);
    String message = "it failed without a message";
    while (matcher.find()) {
      String text = matcher.group(2);
      message = text == null || text.isBlank() ? Words.ofType(matcher.group(1)) : text.strip();
    }
    return message;
  }
}
