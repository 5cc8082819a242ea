package dev.tidemark.localstack.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.localstack.LocalStack;
import dev.tidemark.localstack.StackProcess;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SupervisorIT {
  private final BlockingQueue<StackProcess> revived = new LinkedBlockingQueue<>();

  @Test
  void aKilledProcessIsStartedAgainAndAStoppedOneIsNot() throws InterruptedException {
    try (var stack = LocalStack.onDemand();
        var _ = new Supervisor(List.of(stack.redis(), stack.postgres()), revived::add).start()) {
      long first = stack.redis().pid();

      stack.redis().kill();
      assertThat(revived.poll(10, TimeUnit.SECONDS)).isSameAs(stack.redis());
      assertThat(stack.redis().pid()).isNotEqualTo(first);
      assertThat(stack.redis().isAlive()).isTrue();

      stack.redis().stop();
      stack.postgres().kill();
      assertThat(revived.poll(10, TimeUnit.SECONDS)).isSameAs(stack.postgres());
      assertThat(revived).isEmpty();
    }
  }
}
