"""The records of certification."""

from certification.models.analysis import (
    AnalysisStatus,
    Enemies,
    ItemAnalysis,
    ItemRuling,
    ItemStat,
    RulingKind,
)
from certification.models.application import (
    Accommodation,
    Application,
    ApplicationStatus,
    Authorisation,
)
from certification.models.around import Signal, SignalKind, TimeAdjustment
from certification.models.attempt import (
    RUNNING,
    Attempt,
    AttemptItem,
    AttemptStatus,
    Response,
    ResponseEvent,
    SubmittedBy,
)
from certification.models.certification import (
    Certification,
    CertificationEvent,
    Standing,
)
from certification.models.credential import (
    Credential,
    SigningKey,
    StatusEntry,
    StatusList,
    VerificationHit,
)
from certification.models.decision import (
    Appeal,
    AppealKind,
    AppealStatus,
    Decision,
    Outcome,
    ReleaseBatch,
    Score,
)
from certification.models.form import (
    Blueprint,
    BlueprintCell,
    ExamForm,
    FormItem,
    FormSection,
    FormStatus,
)
from certification.models.item import (
    CognitiveLevel,
    Domain,
    Item,
    ItemKind,
    ItemPicture,
    ItemReview,
    ItemStatus,
    ItemVersion,
    Verdict,
)
from certification.models.log import LogEntry
from certification.models.marking import (
    Mark,
    MarkingTask,
    Round,
    TaskStatus,
)
from certification.models.moderation import AnchorScript, Discrepancy, MarkingOverride
from certification.models.scheme import Level, Scheme
from certification.models.scheme_version import SchemeVersion
from certification.models.standard import (
    CutScore,
    Panellist,
    Rating,
    SettingStatus,
    StandardSetting,
)

__all__ = [
    "RUNNING",
    "Accommodation",
    "AnalysisStatus",
    "AnchorScript",
    "Appeal",
    "AppealKind",
    "AppealStatus",
    "Application",
    "ApplicationStatus",
    "Attempt",
    "AttemptItem",
    "AttemptStatus",
    "Authorisation",
    "Blueprint",
    "BlueprintCell",
    "Certification",
    "CertificationEvent",
    "CognitiveLevel",
    "Credential",
    "CutScore",
    "Decision",
    "Discrepancy",
    "Domain",
    "Enemies",
    "ExamForm",
    "FormItem",
    "FormSection",
    "FormStatus",
    "Item",
    "ItemAnalysis",
    "ItemKind",
    "ItemPicture",
    "ItemReview",
    "ItemRuling",
    "ItemStat",
    "ItemStatus",
    "ItemVersion",
    "Level",
    "LogEntry",
    "Mark",
    "MarkingOverride",
    "MarkingTask",
    "Outcome",
    "Panellist",
    "Rating",
    "ReleaseBatch",
    "Response",
    "ResponseEvent",
    "Round",
    "RulingKind",
    "Scheme",
    "SchemeVersion",
    "Score",
    "SettingStatus",
    "Signal",
    "SignalKind",
    "SigningKey",
    "StandardSetting",
    "Standing",
    "StatusEntry",
    "StatusList",
    "SubmittedBy",
    "TaskStatus",
    "TimeAdjustment",
    "Verdict",
    "VerificationHit",
]
