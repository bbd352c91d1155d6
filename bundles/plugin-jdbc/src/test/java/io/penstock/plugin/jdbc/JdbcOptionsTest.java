package io.penstock.plugin.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.options.OptionProblem;
import io.penstock.core.plugin.OutputPlugin.Guarantee;
import io.penstock.testing.Plugins;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JdbcOptionsTest {
    private final JdbcOutputPlugin plugin = new JdbcOutputPlugin();

    private List<String> codes(Map<String, Object> written) {
        return Plugins.problems(plugin, written).stream().map(OptionProblem::code).toList();
    }

    @Test
    void needsNoOptionsAtAll() {
        JdbcOptions options = Plugins.options(plugin, Map.of());
        assertThat(options.url()).isEqualTo("jdbc:sqlite:penstock.db");
        assertThat(plugin.guarantee(options)).isEqualTo(Guarantee.TRANSACTIONAL);
        assertThat(Plugins.options(plugin, "visits").table()).isEqualTo("visits");
    }

    @Test
    void refusesWhatCannotWork() {
        assertThat(codes(Map.of("url", "jdbc:mysql://x/y"))).containsExactly("jdbc.url");
        assertThat(codes(Map.of("url", "jdbc:postgresql://x/y?user=a&password=b"))).containsExactly("jdbc.password-in-url");
        assertThat(codes(Map.of("url", "jdbc:sqlite::resource:http://example.org/a.db"))).containsExactly("jdbc.url");
        assertThat(codes(Map.of("url", "jdbc:sqlite::memory:"))).isEmpty();
        assertThat(codes(Map.of("url", "jdbc:postgresql://x/y?socketFactory=any.Class"))).containsExactly("jdbc.url");
        assertThat(codes(Map.of("user", "me", "password", "x"))).containsExactly("jdbc.user", "jdbc.password");
        assertThat(codes(Map.of("table", " "))).containsExactly("jdbc.name");
        assertThat(codes(Map.of("columns", Map.of("a", "")))).containsExactly("jdbc.column");
        assertThat(codes(Map.of("timeout", "1ms"))).containsExactly("options.range");
    }

    @Test
    void asksForVerifiedTlsAsSoonAsItLeavesTheMachine() {
        assertThat(sslmode("jdbc:postgresql://localhost:5433/a")).isNull();
        assertThat(sslmode("jdbc:postgresql://[::1]:5432/a")).isNull();
        assertThat(sslmode("jdbc:postgresql:a")).isNull();
        assertThat(sslmode("jdbc:postgresql://db.example.org/a")).isEqualTo("verify-full");
        assertThat(sslmode("jdbc:postgresql://127.0.0.1,db.example.org:5432/a")).isEqualTo("verify-full");
    }

    private String sslmode(String url) {
        return PostgresDialect.login(Plugins.options(plugin, Map.of("url", url))).getProperty("sslmode");
    }

    @Test
    void neverShowsTheParametersOfAUrl() {
        assertThat(PostgresUrl.of("jdbc:postgresql://h/d?sslpassword=x").shown()).isEqualTo("jdbc:postgresql://h/d");
    }
}
