"""What Schemathesis does not know by itself: parts of an upload are bytes like any other."""
import schemathesis

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
