import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Apache Camel, file to file with a regular expression and a filter: {@code CamelFile IN OUT}. */
class CamelFile {
    private static final Pattern LINE = Pattern.compile(
            "^(\\S+) \\S+ \\S+ \\[([^\\]]+)\\] \"(\\S+) (\\S+)[^\"]*\" (\\d+) (\\d+)");

    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("stream:file?fileName=" + args[0] + "&readLine=true&scanStream=true&scanStreamDelay=100")
                        .process(CamelFile::extract)
                        .filter(exchange -> exchange.getProperty("status", 0, Integer.class) >= 500)
                        .to("stream:file?fileName=" + args[1] + "&autoCloseCount=1000000000");
            }
        });
        main.run();
    }

    private static void extract(Exchange exchange) {
        Matcher match = LINE.matcher(exchange.getMessage().getBody(String.class));
        if (match.find()) {
            exchange.setProperty("status", Integer.parseInt(match.group(5)));
            exchange.getMessage().setBody("{\"ip\":\"" + match.group(1) + "\",\"method\":\"" + match.group(3)
                    + "\",\"path\":\"" + match.group(4) + "\",\"status\":" + match.group(5) + "}");
        }
    }
}
