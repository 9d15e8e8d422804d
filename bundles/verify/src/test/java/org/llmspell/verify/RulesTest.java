package org.llmspell.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the rules with the JDK that runs this test. */
@Tag("security")
class RulesTest {
  private static final Rules RULES = Rules.load();

  /** Of a plugin nobody else asks for the JDK's own tools and debuggers. */
  private static final Set<String> PARTS = Set.of("java", "javax", "jdk", "com", "sun", "org");

  @Test
  void nameClassesAndMembersThatAreThere() {
    List<String> unknown = new ArrayList<>();
    RULES
        .all()
        .forEach((owner, rules) -> {
          boolean ofTheJdk = owner.startsWith("java/");
          if (owner.endsWith("/*") || !ofTheJdk) {
            return;
          }
          Class<?> type = load(owner.replace('/', '.'));
          if (type == null) {
            unknown.add(owner);
            return;
          }
          for (Rule rule : rules) {
            for (String member : rule.members()) {
              if (!isThere(type, member)) {
                unknown.add(owner + " " + member);
              }
            }
          }
        });

    // These are for methods that are not public: bytecode may name them, although it can not call.
    unknown.removeIf(name -> name.contains("implAdd") || name.endsWith("findClass"));
    assertThat(unknown).isEmpty();
  }

  private static boolean isThere(Class<?> type, String member) {
    if (member.equals(Rules.EXTENDS) || member.startsWith("<init>")) {
      return true;
    }
    String name = member.replaceFirst("[*(].*", "");
    boolean prefix = member.endsWith("*");
    Stream<Member> own =
        Stream.of(type.getMethods(), type.getDeclaredMethods(), type.getFields())
            .flatMap(Arrays::stream);
    return own.anyMatch(m -> prefix ? m.getName().startsWith(name) : m.getName().equals(name));
  }

  /** A method that is inherited can be called by the name of the subclass. */
  @Test
  void holdForAllThatInheritsFromWhatNeedsAPermission() throws IOException {
    Set<String> gaps = new TreeSet<>();
    int judged = 0;
    for (Class<?> type : publicClasses()) {
      String owner = internal(type);
      for (Class<?> above = type.getSuperclass();
          above != null && above != Object.class;
          above = above.getSuperclass()) {
        for (var method : above.getMethods()) {
          Class<?> declaring = method.getDeclaringClass();
          boolean hidden = internal(above).startsWith("jdk/internal/");
          if (declaring == above && !hidden && !Modifier.isAbstract(method.getModifiers())) {
            Rule known = RULES.find(internal(above), method.getName(), "()");
            Rule inherited = RULES.find(owner, method.getName(), "()");
            judged++;
            if (known != null && inherited == null && !Throwable.class.isAssignableFrom(type)) {
              gaps.add(owner + " inherits " + internal(above) + "." + method.getName());
            }
          }
        }
      }
    }

    assertThat(judged).isGreaterThan(10_000);
    assertThat(gaps).isEmpty();
  }

  @Test
  void knowEveryPackageOfTheJdk() throws IOException {
    Set<String> free = new TreeSet<>();
    for (Class<?> type : publicClasses()) {
      String owner = internal(type);
      if (!owner.matches("(java|javax)/.*|org/(w3c|xml|ietf)/.*|(jdk|com/sun|sun)/.*")) {
        free.add(owner);
      }
    }

    // Nothing of the JDK is outside of the packages that the last rules are about.
    free.removeIf(name -> name.startsWith("netscape/"));
    assertThat(free).isEmpty();
    assertThat(RULES.find("java/some/NewThing", "run", "()V")).isNotNull();
    assertThat(RULES.find("jdk/internal/misc/Unsafe", "getUnsafe", "()V")).isNotNull();
    assertThat(RULES.find("com/acme/Own", "run", "()V")).isNull();
  }

  private static String internal(Class<?> type) {
    return type.getName().replace('.', '/');
  }

  private static List<Class<?>> publicClasses() throws IOException {
    List<Class<?>> found = new ArrayList<>();
    for (Module module : ModuleLayer.boot().modules()) {
      ModuleReference reference =
          module.getLayer().configuration().findModule(module.getName()).orElseThrow().reference();
      try (ModuleReader reader = reference.open();
          Stream<String> names = reader.list()) {
        for (String name : names.filter(n -> n.endsWith(".class")).toList()) {
          String className = name.substring(0, name.length() - 6).replace('/', '.');
          int end = className.lastIndexOf('.');
          if (end > 0
              && PARTS.contains(className.substring(0, className.indexOf('.')))
              && module.isExported(className.substring(0, end))) {
            Class<?> type = load(className);
            if (type != null && Modifier.isPublic(type.getModifiers())) {
              found.add(type);
            }
          }
        }
      }
    }
    return found;
  }

  private static @Nullable Class<?> load(String name) {
    try {
      return Class.forName(name, false, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
