package io.penstock.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StartLevelsTest {
    private final StartLevels levels = StartLevels.parse(List.of("# first fit", "", "1 pax-logging-*", "5 penstock-*", "3  *"));

    @Test
    void theFirstRuleThatFitsDecides() {
        assertThat(levels.of("pax-logging-api-2.jar")).isEqualTo(1);
        assertThat(levels.of("penstock-core.jar")).isEqualTo(5);
        assertThat(levels.of("jackson-core.jar")).isEqualTo(3);
    }

    @Test
    void aNameNoRuleFitsStartsLast() {
        assertThat(StartLevels.parse(List.of("2 a*", "7 b*")).of("c.jar")).isEqualTo(7);
    }

    @Test
    void theHighestLevelIsTheOneToReach() {
        assertThat(levels.highest()).isEqualTo(5);
    }

    @Test
    void dotsAreDotsAndNotAnyCharacter() {
        assertThat(StartLevels.parse(List.of("2 org.a*", "4 *")).of("orgXa.jar")).isEqualTo(4);
    }

    @Test
    void refusesALineWithoutALevelNamingIt() {
        assertThatThrownBy(() -> StartLevels.parse(List.of("first penstock-*"))).hasMessageContaining("first penstock-*");
        assertThatThrownBy(() -> StartLevels.parse(List.of("101 penstock-*"))).hasMessageContaining("1 to 100");
    }
}
