package org.llmspell.config.sample;

import java.util.List;
import java.util.function.Supplier;
import org.llmspell.core.error.SpellException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** A component that tells its settings. Made when it is first asked for. */
@Component(name = "org.example.sample", service = Supplier.class, property = "name=sample")
@Designate(ocd = Sample.Config.class)
public final class Sample implements Supplier<String> {

  /** The settings. */
  @ObjectClassDefinition
  public @interface Config {
    /** A number with bounds. */
    @AttributeDefinition(min = "1", max = "100")
    int max_items() default 7;

    /** A number of another type. */
    double share() default 0.5;

    /** Several texts. */
    String[] deep_names() default {};

    /** The component refuses what is no colour. */
    String colour() default "red";
  }

  private final Config config;

  /** With settings. */
  @Activate
  public Sample(Config config) {
    this.config = config;
  }

  @Override
  public String get() {
    return "%d %s %s %s"
        .formatted(
            config.max_items(), config.share(), List.of(config.deep_names()), config.colour());
  }

  /** A component that is made at once, and refuses a colour. */
  @Component(name = "org.example.picky", immediate = true, service = Picky.class)
  public static final class Picky {
    /** Refuses blue. */
    @Activate
    public Picky(java.util.Map<String, Object> properties) {
      if ("blue".equals(properties.get("colour"))) {
        throw SpellException.configuration("Setting 'colour' is 'blue' but must be red", null);
      }
    }
  }
}
