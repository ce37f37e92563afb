"""Reading what the review looks at: the database in, a plain snapshot out."""

from okrflow.review.reading.moment import Moment
from okrflow.review.reading.whole import okrs_snapshot, snapshot_of

__all__ = ["Moment", "okrs_snapshot", "snapshot_of"]
