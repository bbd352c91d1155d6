package io.penstock.config.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.options.Settings;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class LogbackTextTest {
    private static Document written(Map<String, Object> properties) throws Exception {
        String text = LogbackText.of(Settings.bind(LogSettings.class, properties), Path.of("/data/a&b"));
        return DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void writesAFileAndTheConsoleByDefault() throws Exception {
        Document xml = written(Map.of());

        assertThat(xml.getElementsByTagName("appender").getLength()).isEqualTo(2);
        assertThat(xml.getElementsByTagName("file").item(0).getTextContent()).isEqualTo("/data/a&b/penstock.log");
        assertThat(xml.getElementsByTagName("pattern").item(0).getTextContent()).contains("%-5level");
    }

    @Test
    void namesTheLoggersOfCapabilitiesAndPackages() throws Exception {
        Document xml = written(Map.of("levels.relay-client", "debug", "levels.org.apache", "warn"));

        assertThat(List.of(0, 1, 2, 3)).extracting(index -> xml.getElementsByTagName("logger").item(index).getAttributes()
                .getNamedItem("name").getNodeValue())
                .containsExactly("io.penstock", "org.apache.felix.http", "org.apache", "io.penstock.relay.client");
        assertThat(xml.getElementsByTagName("logger").getLength()).as("each once").isEqualTo(4);
    }

    @Test
    void keepsLibrariesAtWarnings() throws Exception {
        Document xml = written(Map.of("level", "trace"));

        assertThat(xml.getElementsByTagName("root").item(0).getAttributes().getNamedItem("level").getNodeValue())
                .isEqualTo("WARN");
    }

    @Test
    void writesJsonWithoutAConsole() throws Exception {
        Document xml = written(Map.of("format", "json", "console", "off"));

        assertThat(xml.getElementsByTagName("appender").getLength()).isEqualTo(1);
        assertThat(xml.getElementsByTagName("encoder").item(0).getAttributes().getNamedItem("class").getNodeValue())
                .endsWith("JsonEncoder");
    }
}
