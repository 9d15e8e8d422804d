package org.llmspell.verify;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The classes that a component description has instances made of. Declarative Services would make
 * one of any class, and call its methods, so it must not be a class of the JDK.
 */
final class ComponentXml {
  private ComponentXml() {}

  /** The names in {@code <implementation class="...">}. */
  static List<String> classes(byte[] xml, String entry) throws RefusedException {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    List<String> found = new ArrayList<>();
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
      while (reader.hasNext()) {
        int event = reader.next();
        if (event == XMLStreamConstants.DTD) {
          throw refusal(entry, "has a document type, which a component description has not");
        }
        if (event == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals("implementation")) {
          String name = reader.getAttributeValue(null, "class");
          found.add(name == null ? "" : name);
        }
      }
      return found;
    } catch (XMLStreamException | RuntimeException e) {
      String message = e.getMessage() == null ? "" : ": " + EntryNames.printable(e.getMessage());
      throw refusal(entry, "is a component description that can not be read" + message);
    }
  }

  private static RefusedException refusal(String entry, String what) {
    return new RefusedException("entry '%s' %s".formatted(EntryNames.printable(entry), what));
  }
}
