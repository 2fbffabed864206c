package peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;

/** Spring Cloud Gateway with one route and a filter that looks the key up; it neither limits nor records. */
@SpringBootApplication
public class Gateway {
    public static void main(String[] arguments) {
        SpringApplication.run(Gateway.class, arguments);
    }

    @Bean
    GlobalFilter knownKeys(@Value("${peer.keys}") Path file) throws IOException {
        Set<String> keys = Set.copyOf(Files.readAllLines(file));
        return (exchange, chain) -> {
            String key = exchange.getRequest().getHeaders().getFirst("X-API-Key");
            if (key == null || !keys.contains(key)) {
                exchange.getResponse().setStatusCode(HttpStatus.UNAUTHORIZED);
                return exchange.getResponse().setComplete();
            }
            return chain.filter(exchange);
        };
    }
}
