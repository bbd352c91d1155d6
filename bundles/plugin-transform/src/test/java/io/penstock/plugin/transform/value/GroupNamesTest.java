package io.penstock.plugin.transform.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GroupNamesTest {
    @Test
    void countsOnlyCapturingGroups() {
        assertThat(GroupNames.of(Pattern.compile("(a)(?:b)(?<c>c)(?<=d)(?<!e)(?i)(?<f>f)")).orElseThrow().toString())
                .isEqualTo("{c=2, f=3}");
    }

    @Test
    void saysSoWhenItCannotTell() {
        assertThat(GroupNames.of(Pattern.compile("(?x) # a (comment)\n (?<a>a)(b)"))).isEmpty();
    }

    @Test
    void skipsEscapesQuotesAndClasses() {
        assertThat(GroupNames.of(Pattern.compile("\\((?<a>[(\\]]|[^](]|[a&&[(b]])\\Q(?<x>(\\E(?<b>b)")).orElseThrow().toString())
                .isEqualTo("{a=1, b=2}");
    }
}
