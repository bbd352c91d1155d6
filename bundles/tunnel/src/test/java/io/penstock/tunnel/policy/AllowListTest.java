package io.penstock.tunnel.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
    private static boolean allows(String rule, String target, String dialled) throws UnknownHostException {
        return AllowList.parse(List.of(rule)).allows(TargetAddress.parse(target), InetAddress.getByName(dialled));
    }

    @ParameterizedTest
    @CsvSource({
            "db.internal:5432, db.internal:5432, 10.0.0.5",
            "DB.internal.:5432, db.INTERNAL:5432, 10.0.0.5",
            "bücher.example:80, xn--bcher-kva.example:80, 10.0.0.5",
            "db.internal:5432-5440, db.internal:5440, 10.0.0.5",
            "*.db.internal:5432, a.db.internal:5432, 10.0.0.5",
            "*.db.internal:5432, a.b.db.internal:5432, 10.0.0.5",
            "10.1.0.0/16:5432, 10.1.255.255:5432, 10.1.255.255",
            "10.1.0.0/16:5432, db.internal:5432, 10.1.2.3",
            "10.1.2.3:5432, db.internal:5432, 10.1.2.3",
            "10.1.2.3:5432, [::ffff:10.1.2.3]:5432, 10.1.2.3",
            "[::ffff:10.1.2.3]:5432, db.internal:5432, 10.1.2.3",
            "0.0.0.0/0:5432, db.internal:5432, 192.0.2.1",
            "[fd00::]/8:5432, db.internal:5432, fd12::1",
            "[fd00::/8]:5432, db.internal:5432, fd12::1",
            "[::]/0:5432, db.internal:5432, 2001:db8::1",
            "127.0.0.1:5432, 127.0.0.1:5432, 127.0.0.1",
            "127.0.0.0/8:5432, anything.example:5432, 127.9.9.9",
            "[::1]:5432, localhost:5432, ::1",
            "localhost:5432, localhost:5432, 127.0.0.1",
            "localhost:5432, LOCALHOST.:5432, ::1",
            "169.254.0.0/16:80, 169.254.169.254:80, 169.254.169.254",
            "[fe80::]/10:80, db.internal:80, fe80::1",
            "0.0.0.0:80, 0.0.0.0:80, 0.0.0.0",
            "224.0.0.1:80, 224.0.0.1:80, 224.0.0.1"})
    void allowsWhatARuleSays(String rule, String target, String dialled) throws UnknownHostException {
        assertThat(allows(rule, target, dialled)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
            "db.internal:5432, db.internal:5433, 10.0.0.5",
            "db.internal:5432-5440, db.internal:5441, 10.0.0.5",
            "db.internal:5432, xdb.internal:5432, 10.0.0.5",
            "*.db.internal:5432, db.internal:5432, 10.0.0.5",
            "*.db.internal:5432, evildb.internal:5432, 10.0.0.5",
            "*.db.internal:5432, a.db.internal.evil.example:5432, 10.0.0.5",
            "10.1.0.0/16:5432, db.internal:5432, 10.2.0.1",
            "10.1.0.0/16:5432, 10.1.0.1:5433, 10.1.0.1",
            "10.1.0.0/17:5432, 10.1.128.0:5432, 10.1.128.0",
            "[fd00::]/8:5432, db.internal:5432, 10.0.0.1",
            "[::]/0:5432, db.internal:5432, 10.0.0.1",
            "0.0.0.0/0:5432, db.internal:5432, 2001:db8::1",
            // A name that leads to this machine, its link, a group or a metadata service.
            "db.internal:5432, db.internal:5432, 127.0.0.1",
            "db.internal:5432, db.internal:5432, ::1",
            "db.internal:5432, db.internal:5432, 0.0.0.0",
            "db.internal:5432, db.internal:5432, ::",
            "db.internal:5432, db.internal:5432, 169.254.169.254",
            "db.internal:5432, db.internal:5432, fe80::1",
            "db.internal:5432, db.internal:5432, fd00:ec2::254",
            "db.internal:5432, db.internal:5432, 100.100.100.200",
            "db.internal:5432, db.internal:5432, 224.0.0.1",
            "db.internal:5432, db.internal:5432, ff02::1",
            "db.internal:5432, db.internal:5432, 255.255.255.255",
            "db.internal:5432, db.internal:5432, ::127.0.0.1",
            "*.internal:5432, db.internal:5432, 127.0.0.1",
            "localhost:5432, localhost:5432, 169.254.169.254",
            "localhost:5432, localhost.example:5432, 127.0.0.1",
            // A range as wide as that names nothing.
            "0.0.0.0/0:5432, db.internal:5432, 127.0.0.1",
            "0.0.0.0/0:5432, 169.254.169.254:5432, 169.254.169.254",
            "0.0.0.0/1:5432, 127.0.0.1:5432, 127.0.0.1",
            "[::]/0:5432, [::1]:5432, ::1",
            "[fd00::]/8:5432, [fd00:ec2::254]:5432, fd00:ec2::254"})
    void allowsNothingElse(String rule, String target, String dialled) throws UnknownHostException {
        assertThat(allows(rule, target, dialled)).isFalse();
    }

    @Test
    void aNameRuleIsNoRuleForAnAddressThatWasAskedFor() throws UnknownHostException {
        assertThat(allows("db.internal:5432", "10.0.0.5:5432", "10.0.0.5")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "db.internal", "db.internal:", ":5432", "db.internal:0", "db.internal:70000", "db.internal:5440-5432",
            "db.internal:*", "*:5432", "db*.internal:5432", "a.*.internal:5432", "*.10.1.2.3:5432", "10.1.0.0/33:5432", "10.1.0.0/:5432",
            "db.internal/8:5432", "[::1]", "::1:5432", "10.1/16:5432", "127.1:5432", "0x7f.1:80"})
    void whatIsNoRuleIsRefusedWithAnExample(String rule) {
        assertThatThrownBy(() -> AllowList.parse(List.of(rule))).isInstanceOf(PenstockException.class)
                .hasMessageContaining("allow: expected").extracting("code").isEqualTo("tunnel.allow");
    }

    @Test
    void withoutRulesNothingIsAllowedAndNothingIsLookedUp() throws UnknownHostException {
        AllowList none = AllowList.parse(List.of());
        TargetAddress target = TargetAddress.parse("db.internal:5432");
        assertThat(none.mayResolve(target)).isFalse();
        assertThat(none.allows(target, InetAddress.getByName("10.0.0.1"))).isFalse();
        assertThat(none.refusal(target, List.of())).contains("allows nothing yet").contains("add \"db.internal:5432\" to allow in [tunnel]");
    }

    @Test
    void aNameIsLookedUpOnlyWhenARuleCouldAllowWhatItLeadsTo() {
        AllowList list = AllowList.parse(List.of("a.internal:1", "10.0.0.0/8:2"));
        assertThat(list.mayResolve(TargetAddress.parse("a.internal:1"))).isTrue();
        assertThat(list.mayResolve(TargetAddress.parse("b.internal:1"))).isFalse();
        assertThat(list.mayResolve(TargetAddress.parse("b.internal:2"))).isTrue();
        assertThat(list.mayResolve(TargetAddress.parse("b.internal:3"))).isFalse();
    }

    @Test
    void aRefusalSaysWhatWouldAllowIt() throws UnknownHostException {
        AllowList list = AllowList.parse(List.of("db.internal:5432"));
        TargetAddress target = TargetAddress.parse("db.internal:5432");
        assertThat(list.refusal(target, List.of(InetAddress.getByName("127.0.0.1"))))
                .contains("the agent's own machine").contains("\"127.0.0.1:5432\"");
        assertThat(list.refusal(target, List.of(InetAddress.getByName("fe80::1")))).contains("[fe80:");
        assertThat(list.refusal(TargetAddress.parse("other:1"), List.of(InetAddress.getByName("10.0.0.9"))))
                .contains("\"other:1\"").doesNotContain("10.0.0.9");
    }

    @Test
    void tellsTheRuleThatAllowed() throws UnknownHostException {
        AllowList list = AllowList.parse(List.of("*.internal:5432", "10.1.0.0/16:5432"));
        TargetAddress target = TargetAddress.parse("db.internal:5432");
        assertThat(list.rule(target, InetAddress.getByName("10.1.0.1"))).contains("10.1.0.0/16:5432");
        assertThat(list.rule(target, InetAddress.getByName("10.2.0.1"))).contains("*.internal:5432");
        assertThat(list.rule(target, InetAddress.getByName("127.0.0.1"))).isEmpty();
    }
}
