package org.llmspell.config;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.llmspell.core.error.SpellException;
import org.osgi.framework.Bundle;

/**
 * What installed bundles say about their configurations: the files of the Metatype specification
 * (OSGi Compendium, chapter 105). Read when there is something to configure, and only then.
 */
final class Metatype {
  private static final String FOLDER = "OSGI-INF/metatype";

  private final Map<String, Map<String, Attribute>> byPid = new HashMap<>();

  /** Reads what bundles say about some PIDs. */
  Metatype(Bundle[] bundles, Set<String> pids) {
    for (Bundle bundle : bundles) {
      Collection<String> files =
          Optional.ofNullable(bundle.getEntryPaths(FOLDER))
              .<Collection<String>>map(Collections::list)
              .orElse(List.of());
      for (String file : files) {
        URL entry = file.endsWith(".xml") ? bundle.getEntry(file) : null;
        if (entry != null) {
          read(bundle.getSymbolicName() + ": " + file, entry, pids);
        }
      }
    }
  }

  private void read(String name, URL entry, Set<String> pids) {
    try (InputStream in = entry.openStream()) {
      read(in, pids);
    } catch (IOException | XMLStreamException e) {
      throw SpellException.configuration(
          "The description of settings in %s can not be read; its bundle is damaged"
              .formatted(name),
          e);
    }
  }

  /** Reads one file. */
  private void read(InputStream in, Set<String> pids) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader xml = factory.createXMLStreamReader(in);
    Map<String, Map<String, Attribute>> classes = new HashMap<>();
    Map<String, Attribute> current = new LinkedHashMap<>();
    String pid = "";
    while (xml.hasNext()) {
      if (xml.next() != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      switch (xml.getLocalName()) {
        case "OCD" -> {
          current = new LinkedHashMap<>();
          classes.put(text(xml, "id"), current);
        }
        case "AD" -> {
          Attribute attribute = attribute(xml);
          current.put(folded(attribute.id()), attribute);
        }
        case "Designate" -> pid = text(xml, "pid");
        case "Object" -> {
          if (pids.contains(pid)) {
            byPid
                .computeIfAbsent(pid, _ -> new LinkedHashMap<>())
                .putAll(classes.getOrDefault(text(xml, "ocdref"), Map.of()));
          }
        }
        default -> {} // icons and the like
      }
    }
  }

  private static Attribute attribute(XMLStreamReader xml) throws XMLStreamException {
    String cardinality = text(xml, "cardinality");
    var type = Attribute.Type.named(text(xml, "type"));
    String id = text(xml, "id");
    String min = text(xml, "min");
    String max = text(xml, "max");
    String byDefault = text(xml, "default");
    String description = text(xml, "description");
    List<String> options = new ArrayList<>();
    while (xml.next() != XMLStreamConstants.END_ELEMENT || !xml.getLocalName().equals("AD")) {
      if (xml.isStartElement() && xml.getLocalName().equals("Option")) {
        options.add(text(xml, "value"));
      }
    }
    return new Attribute(
        id,
        type,
        !cardinality.isEmpty() && !cardinality.equals("0"),
        min,
        max,
        options,
        byDefault,
        description);
  }

  private static String text(XMLStreamReader xml, String attribute) {
    String value = xml.getAttributeValue(null, attribute);
    return value == null ? "" : value;
  }

  /** In a file, settings are written with underscores; in configurations, mostly with dots. */
  static String folded(String key) {
    return key.replace('_', '.').toLowerCase(Locale.ROOT);
  }

  /** Whether anybody says anything about a PID. */
  boolean describes(String pid) {
    return byPid.containsKey(pid);
  }

  /** All attributes of a PID. */
  Collection<Attribute> attributes(String pid) {
    return byPid.getOrDefault(pid, Map.of()).values();
  }

  /** The attribute that a setting of a section stands for, or null when there is none. */
  @Nullable Attribute attribute(String pid, String key) {
    return byPid.getOrDefault(pid, Map.of()).get(folded(key));
  }
}
