import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Apache Camel, TCP lines to nowhere: {@code CamelTcp PORT}. */
class CamelTcp {
    public static void main(String[] args) throws Exception {
        Main main = new Main();
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("netty:tcp://127.0.0.1:" + args[0] + "?textline=true&sync=false&decoderMaxLineLength=65536")
                        .stop();
            }
        });
        main.run();
    }
}
