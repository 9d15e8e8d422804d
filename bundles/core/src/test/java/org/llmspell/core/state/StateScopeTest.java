package org.llmspell.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.llmspell.core.state.StatePermissions.Permission;

class StateScopeTest {
  private static final StateScope USER = StateScope.parse("user:u1");
  private static final StateScope SESSION = StateScope.parse("session:u1_s");

  @Test
  void refusesAKindWithoutAnId() {
    assertThatThrownBy(() -> StateScope.parse("Agent:"))
        .hasMessageContaining("'Agent:'")
        .hasMessageContaining("write 'agent:ID'");

    assertThat(StateScope.parse("mine:").text()).isEqualTo("custom:mine:");
    assertThat(StateScope.parse("agent").text()).isEqualTo("custom:agent");
  }

  @Test
  void letsAUserAndItsSessionsAccessEachOtherAndAllTheGlobalOne() {
    assertThat(USER.canAccess(SESSION)).isTrue();
    assertThat(SESSION.canAccess(USER)).isTrue();
    assertThat(SESSION.canAccess(StateScope.GLOBAL)).isTrue();
    assertThat(StateScope.GLOBAL.canAccess(SESSION)).isTrue();
    assertThat(USER.canAccess(StateScope.parse("session:u10_s"))).isFalse();
    assertThat(StateScope.parse("agent:a").canAccess(StateScope.parse("agent:b"))).isFalse();
    assertThat(StateScope.parse("agent:a").canAccess(StateScope.parse("agent:a"))).isTrue();
  }

  @Test
  void inheritsPermissionsUntilTheyAreRevoked() {
    var permissions = new StatePermissions();
    permissions.grant(USER, "a", Set.of(Permission.READ));
    permissions.grant(USER, "a", Set.of(Permission.LIST));

    assertThat(permissions.has(SESSION, "a", Permission.READ)).isTrue();
    assertThat(permissions.has(USER, "a", Permission.LIST)).isTrue();
    assertThat(permissions.has(SESSION, "a", Permission.WRITE)).isFalse();
    assertThat(permissions.has(SESSION, "b", Permission.READ)).isFalse();
    assertThat(permissions.has(StateScope.GLOBAL, "a", Permission.READ)).isFalse();

    permissions.revoke(USER, "a");

    assertThat(permissions.has(SESSION, "a", Permission.READ)).isFalse();
  }
}
