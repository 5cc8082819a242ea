package dev.tidemark.chaos.history;

/// The commands that the load sends, by the names that they have in bulk requests, and the event
/// that each makes if it is accepted and changes something.
public enum Command {
  REGISTER("user.register", Resource.USER, "user.registered.v1", true),
  CHANGE_PROFILE("user.change-profile", Resource.USER, "user.profile-changed.v1", false),
  DEACTIVATE("user.deactivate", Resource.USER, "user.deactivated.v1", false),
  REACTIVATE("user.reactivate", Resource.USER, "user.reactivated.v1", false),
  START("session.start", Resource.SESSION, "session.started.v1", true),
  TOUCH("session.touch", Resource.SESSION, "session.touched.v1", false),
  END("session.end", Resource.SESSION, "session.ended.v1", false),
  PLACE("order.place", Resource.ORDER, "order.placed.v1", true),
  PAY("order.pay", Resource.ORDER, "order.paid.v1", false),
  SHIP("order.ship", Resource.ORDER, "order.shipped.v1", false),
  DELIVER("order.deliver", Resource.ORDER, "order.delivered.v1", false),
  CANCEL("order.cancel", Resource.ORDER, "order.cancelled.v1", false),
  REFUND("order.refund", Resource.ORDER, "order.refunded.v1", false);

  private final String text;
  private final Resource resource;
  private final String eventType;
  private final boolean creating;

  Command(String text, Resource resource, String eventType, boolean creating) {
    this.text = text;
    this.resource = resource;
    this.eventType = eventType;
    this.creating = creating;
  }

  /// As bulk requests name it.
  public String text() {
    return text;
  }

  /// What it changes.
  public Resource resource() {
    return resource;
  }

  /// With its version.
  public String eventType() {
    return eventType;
  }

  /// Whether the event is the first of its aggregate.
  public boolean creating() {
    return creating;
  }
}
