import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                (
                    "demo_account",
                    models.SlugField(blank=True, max_length=60, null=True, unique=True),
                ),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="BasisDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("title_fi", models.CharField(max_length=200)),
                ("title_sv", models.CharField(blank=True, max_length=200)),
                ("title_en", models.CharField(blank=True, max_length=200)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("expected_date", models.DateField(blank=True, null=True)),
                ("adopted_date", models.DateField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="DiscussionGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("slug", models.SlugField(max_length=40)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("due_at", models.DateTimeField()),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("fault", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ministry", "Ministry"),
                            ("council", "Council"),
                            ("government", "Government"),
                            ("ely", "Ely"),
                            ("centre", "Centre"),
                            ("advisory", "Advisory"),
                            ("agency", "Agency"),
                            ("other", "Other"),
                        ],
                        max_length=12,
                    ),
                ),
                ("short_fi", models.CharField(max_length=80)),
                ("short_sv", models.CharField(blank=True, max_length=80)),
                ("short_en", models.CharField(blank=True, max_length=80)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("bilingual", models.BooleanField(default=False)),
                ("registry_email", models.EmailField(blank=True, max_length=254)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ["kind", "name_fi"],
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("key", models.SlugField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("priority", "Priority"),
                            ("view", "Cross-cutting view"),
                            ("precondition", "Precondition"),
                        ],
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="Received",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("understood", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("code", models.CharField(max_length=2, unique=True)),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("nuts3", models.JSONField(default=list)),
                ("mainland", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("year", models.PositiveSmallIntegerField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparation", "In preparation"),
                            ("running", "Under way"),
                            ("followup", "In follow-up"),
                            ("ended", "Ended"),
                        ],
                        default="preparation",
                        max_length=12,
                    ),
                ),
                ("legal_basis", models.CharField(blank=True, max_length=200)),
                ("deciding_body", models.CharField(blank=True, max_length=200)),
                ("letter_date", models.DateField(blank=True, null=True)),
                ("letter_number", models.CharField(blank=True, max_length=60)),
                ("case_number", models.CharField(blank=True, max_length=60)),
                (
                    "weekends",
                    models.CharField(
                        choices=[
                            ("flag", "is flagged"),
                            ("move-before", "moves to the working day before"),
                            ("move-after", "moves to the working day after"),
                        ],
                        default="flag",
                        max_length=12,
                    ),
                ),
                ("settings", models.JSONField(default=dict)),
                ("format_text", models.TextField(blank=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-year"],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ongoing", "Ongoing action"),
                            ("proposed", "Proposed new action"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposal"),
                            ("not-started", "Not started"),
                            ("ongoing", "Under way"),
                            ("delayed", "Delayed"),
                            ("done", "Done"),
                            ("dropped", "Will not be carried out"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=500)),
                ("title_sv", models.CharField(blank=True, max_length=500)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=500)),
                ("due_date", models.DateField(blank=True, null=True)),
                (
                    "money",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "No funding"),
                            ("open", "Not decided"),
                            ("decided", "Decided"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "money_amount",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True),
                ),
                ("money_source", models.CharField(blank=True, max_length=200)),
                (
                    "draft_side",
                    models.CharField(
                        blank=True, choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="alke.action",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="alke.action",
                    ),
                ),
                (
                    "priorities",
                    models.ManyToManyField(blank=True, related_name="actions", to="alke.priority"),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("draft_side", ""), ("published_at", None), _connector="OR"
                        ),
                        name="an_action_draft_is_not_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("money_amount", None), ("money_amount__gte", 0), _connector="OR"
                        ),
                        name="money_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Discussion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("revised_at", models.DateTimeField(blank=True, null=True)),
                ("slug", models.SlugField(max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("joint", "Joint discussion of regions"),
                            ("regional", "Regional meeting"),
                            ("webinar", "Webinar"),
                            ("event", "Joint event"),
                            ("written", "Written round"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("freed_starts_at", models.DateTimeField(blank=True, null=True)),
                ("freed_ends_at", models.DateTimeField(blank=True, null=True)),
                ("track", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=120)),
                ("link", models.URLField(blank=True)),
                ("stated", models.CharField(blank=True, max_length=120)),
                ("other_day_reason", models.CharField(blank=True, max_length=300)),
                ("max_topics", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("conclusions", "Conclusions"),
                            ("memo", "Memo"),
                            ("agreement", "Co-operation document"),
                            ("none", "Nothing"),
                        ],
                        default="none",
                        max_length=12,
                    ),
                ),
                ("money", models.BooleanField(default=False)),
                (
                    "agenda",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("commenting", "For comment"),
                            ("ready", "Ready"),
                            ("published", "Published"),
                            ("archived", "Archived"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("agenda_published_at", models.DateTimeField(blank=True, null=True)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="regional_meetings",
                        to="alke.discussion",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="alke.discussiongroup",
                    ),
                ),
                (
                    "participants_from",
                    models.ManyToManyField(blank=True, related_name="+", to="alke.organisation"),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.region",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="discussions",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "starts_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "slug"), name="discussion_slug_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at", None),
                            ("ends_at__gt", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="discussion_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("track__isnull", False)),
                        fields=("round", "starts_at", "track"),
                        name="one_meeting_a_slot",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("revised_at", models.DateTimeField(blank=True, null=True)),
                ("key", models.SlugField(max_length=60)),
                ("purpose", models.SlugField(max_length=30)),
                (
                    "owner",
                    models.CharField(
                        choices=[
                            ("councils", "Regional councils"),
                            ("ministries", "Ministries"),
                            ("both", "Both sides"),
                            ("coordinator", "Coordinator"),
                        ],
                        default="both",
                        max_length=12,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("offset_days", models.SmallIntegerField(blank=True, null=True)),
                ("hard", models.BooleanField(default=False)),
                ("reminders", models.JSONField(default=list)),
                ("stated", models.CharField(blank=True, max_length=120)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "anchor_basis",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alke.basisdocument",
                    ),
                ),
                (
                    "anchor_deadline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alke.deadline",
                    ),
                ),
                (
                    "anchor_discussion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alke.discussion",
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadlines",
                        to="alke.discussion",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deadlines",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "position"],
                "indexes": [models.Index(fields=["round", "due_at"], name="deadline_due")],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "key"), name="deadline_key_once")
                ],
            },
        ),
        migrations.AddField(
            model_name="basisdocument",
            name="opened_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="opens",
                to="alke.discussion",
            ),
        ),
        migrations.CreateModel(
            name="AgendaPublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("contents", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("due_at", models.DateTimeField(null=True)),
                ("late", models.BooleanField(default=False)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="alke.discussion",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("discussion", "number"), name="publication_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "Guidance letter"),
                            ("agenda", "Agenda"),
                            ("sheet", "Sheet"),
                            ("contacts", "Contacts"),
                            ("participants", "Participants"),
                            ("notice", "Notice record"),
                            ("conclusions", "Conclusions"),
                            ("memo", "Memo"),
                            ("followup", "Follow-up table"),
                            ("filed", "Filed document"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "folder",
                    models.CharField(
                        choices=[
                            ("letter", "Letter and guidance"),
                            ("basis", "Base documents"),
                            ("agenda", "Agenda and sheets"),
                            ("participants", "Participants and notices"),
                            ("outcome", "Conclusions and memos"),
                            ("followup", "Follow-up"),
                            ("material", "Other material"),
                        ],
                        max_length=12,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=60)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "fi"), ("sv", "sv"), ("en", "en")], max_length=2
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "discussion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="alke.discussion",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["folder", "title", "language", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("kind", "filed"), _negated=True),
                            models.Q(("discussion", None), _negated=True),
                        ),
                        fields=("discussion", "kind", "subject", "language"),
                        name="one_series_in_a_discussion",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("kind", "filed"), _negated=True), ("discussion", None)
                        ),
                        fields=("round", "kind", "subject", "language"),
                        name="one_series_in_a_round",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft of one side"),
                            ("shared", "Shared"),
                            ("registered", "Registered"),
                            ("public", "Public"),
                        ],
                        default="shared",
                        max_length=12,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True, choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2
                    ),
                ),
                ("at", models.DateTimeField()),
                ("source", models.CharField(blank=True, max_length=120)),
                ("contents", models.CharField(blank=True, max_length=64)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("registry_number", models.CharField(blank=True, max_length=60)),
                (
                    "publicity",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("public", "Public"),
                            ("partly", "Partly secret"),
                            ("secret", "Secret"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ground", models.CharField(blank=True, max_length=300)),
                ("registered_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="alke.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("document", "number"), name="version_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "draft"), models.Q(("side", ""), _negated=True)),
                            models.Q(models.Q(("stage", "draft"), _negated=True), ("side", "")),
                            _connector="OR",
                        ),
                        name="a_draft_is_of_one_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["draft", "shared"]),
                            models.Q(("publicity", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_registered_version_has_its_class",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "public"), _negated=True),
                            ("publicity", "public"),
                            _connector="OR",
                        ),
                        name="only_public_papers_are_published",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("publicity__in", ["", "public"]),
                            models.Q(("ground", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="secrecy_has_its_ground",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("docx", "Word"),
                            ("pdf", "PDF"),
                            ("sealed", "Sealed PDF"),
                            ("signed", "PDF signed elsewhere"),
                            ("other", "File"),
                        ],
                        max_length=8,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="alke.documentversion",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "form"), name="one_file_of_a_form")
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_fi", models.CharField(max_length=200)),
                ("name_sv", models.CharField(blank=True, max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("slug", models.SlugField(max_length=40)),
                ("scope_year", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("open", "Open"), ("closed", "Closed")],
                        default="planned",
                        max_length=8,
                    ),
                ),
                ("opens_date", models.DateField()),
                ("due_at", models.DateTimeField()),
                ("questions", models.JSONField(default=list)),
                ("nothing_new_allowed", models.BooleanField(default=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deadline",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followups",
                        to="alke.deadline",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="following",
                        to="alke.followupround",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="followups",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["opens_date", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "slug"), name="followup_slug_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="followup_closed_has_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inviting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("checked_head", models.CharField(blank=True, max_length=64)),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discussion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inviting",
                        to="alke.discussion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(blank=True, max_length=60)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        max_length=2,
                    ),
                ),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("calendar", models.BinaryField(blank=True, default=b"")),
                ("calendar_method", models.CharField(blank=True, max_length=14)),
                ("headers", models.JSONField(blank=True, default=dict)),
                ("message_id", models.CharField(max_length=120, unique=True)),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("bounced", "Came back"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("handed_at", models.DateTimeField(blank=True, null=True)),
                ("doubtful", models.BooleanField(default=False)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("fault", models.CharField(blank=True, max_length=500)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "sending"])),
                        fields=["next_try_at"],
                        name="mail_to_send",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "bounced"])),
                        fields=["at"],
                        name="mail_lost",
                    ),
                    models.Index(fields=["about"], name="mail_about"),
                    models.Index(fields=["to"], name="mail_to"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("sent_at", None), _negated=True),
                            _connector="OR",
                        ),
                        name="a_sent_mail_has_its_moment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "Coordinator"),
                            ("owner", "Discussion owner"),
                            ("ministry-contact", "Ministry contact"),
                            ("council-contact", "Council contact"),
                            ("editor", "Editor"),
                            ("guest", "Guest"),
                            ("reader", "Reader"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=16,
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "organisation", "role"), name="membership_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_date", models.DateField()),
                ("last_date", models.DateField()),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stands_in",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="alke.membership",
                    ),
                ),
            ],
            options={
                "ordering": ["first_date", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_date__gte", models.F("first_date"))),
                        name="absence_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=60)),
                ("text_fi", models.CharField(max_length=500)),
                ("text_sv", models.CharField(blank=True, max_length=500)),
                ("text_en", models.CharField(blank=True, max_length=500)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("urgent", models.BooleanField(default=False)),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="notices",
                        to="alke.mail",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["urgent", "at"],
                        name="notice_waiting",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("step", models.SmallIntegerField()),
                ("moment", models.DateTimeField()),
                ("at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=10)),
                (
                    "deadline",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="occurrences",
                        to="alke.deadline",
                    ),
                ),
            ],
            options={
                "ordering": ["-moment", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("deadline", "due_at", "step"), name="reminded_of_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="NoticeRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        max_length=2,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("bounced", "Bounced"),
                            ("opened", "Opened"),
                        ],
                        default="recorded",
                        max_length=8,
                    ),
                ),
                ("first_opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="alke.mail",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="alke.notice",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="alke.agendapublication",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("publication", "organisation", "user"), name="recipient_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("declined_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("nudged_at", models.DateTimeField(blank=True, null=True)),
                (
                    "declined_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="alke.discussion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("discussion", "organisation"), name="enrolled_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        blank=True,
                        choices=[("action", "For action"), ("information", "For information")],
                        max_length=12,
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        max_length=2,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting to be sent"),
                            ("sent", "Sent"),
                            ("failed", "Not sent"),
                            ("bounced", "Came back"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewed_by",
                        to="alke.delivery",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="alke.documentversion",
                    ),
                ),
                (
                    "mail",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="delivery",
                        to="alke.mail",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("address", ""), _negated=True),
                        fields=("version", "organisation", "address"),
                        name="delivered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(("sent_at", None), _negated=True),
                            _connector="OR",
                        ),
                        name="a_sent_delivery_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2),
                ),
                (
                    "duty",
                    models.CharField(
                        choices=[("owner", "Discussion owner"), ("contact", "Contact")],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("title_sv", models.CharField(blank=True, max_length=120)),
                ("title_en", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="duties",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="alke.discussion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-side", "-duty", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("discussion", "organisation", "duty", "title"), name="contact_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wishes", models.JSONField(default=list)),
                ("booked_at", models.DateTimeField(blank=True, null=True)),
                ("official_at", models.DateTimeField(blank=True, null=True)),
                (
                    "discussion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking",
                        to="alke.discussion",
                    ),
                ),
                (
                    "wanted",
                    models.ManyToManyField(blank=True, related_name="+", to="alke.organisation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(unique=True)),
                ("at", models.DateTimeField()),
                ("event", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=60)),
                ("round_id", models.BigIntegerField(null=True)),
                ("discussion_id", models.BigIntegerField(null=True)),
                (
                    "draft_side",
                    models.CharField(
                        blank=True, choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2
                    ),
                ),
                ("changes", models.JSONField(default=dict)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["seq"],
                "indexes": [
                    models.Index(fields=["subject", "seq"], name="audit_subject"),
                    models.Index(fields=["discussion_id", "seq"], name="audit_discussion"),
                    models.Index(fields=["round_id", "seq"], name="audit_round"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("approved", "Approved"),
                            ("refused", "Refused"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approvals",
                        to="alke.documentversion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "position"), name="approval_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_refusal_has_its_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationAlias",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="aliases",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "text"), name="alias_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("conclusions", "Conclusions"),
                            ("memo", "Memo"),
                            ("agreement", "Co-operation document"),
                            ("none", "Nothing"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("commenting", "For comment"),
                            ("ready", "Ready"),
                            ("published", "Published"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("reopened_because", models.CharField(blank=True, max_length=500)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "discussion",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="alke.discussion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind", "none"), _negated=True),
                        name="something_may_be_recorded",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("taken", "Taken up"),
                            ("partly", "Taken up in part"),
                            ("later", "Considered later"),
                            ("not-taken", "Not taken up"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="alke.action",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="alke.outcome",
                    ),
                ),
            ],
            options={
                "ordering": ["action__number"],
                "constraints": [
                    models.UniqueConstraint(fields=("outcome", "action"), name="decided_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision", "taken"),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="not_taking_up_needs_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by_side", models.BooleanField(default=False)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="alke.outcome",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("outcome", "side"),
                        name="one_outcome_confirmation_a_side",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomePublication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("contents", models.JSONField()),
                ("hash", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
                        to="alke.outcome",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("outcome", "number"), name="outcome_published_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Participant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("represents", models.CharField(blank=True, max_length=120)),
                (
                    "side",
                    models.CharField(choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2),
                ),
                ("name", models.CharField(blank=True, max_length=120)),
                ("title", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[("remote", "Remotely"), ("on-site", "On site")],
                        default="remote",
                        max_length=8,
                    ),
                ),
                (
                    "mandate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("position", "May take a position"),
                            ("home", "Takes it home"),
                            ("listens", "Listens"),
                        ],
                        max_length=8,
                    ),
                ),
                ("gives_opening", models.BooleanField(default=False)),
                (
                    "reply",
                    models.CharField(
                        choices=[
                            ("open", "No answer yet"),
                            ("accepted", "Is coming"),
                            ("tentative", "Perhaps"),
                            ("declined", "Is not coming"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("replied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "replied_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("link", "by the link of the mail"),
                            ("mail", "from the calendar"),
                            ("contact", "told by the organisation"),
                            ("self", "signed in"),
                        ],
                        max_length=7,
                    ),
                ),
                ("registered_at", models.DateTimeField()),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("link_number", models.PositiveSmallIntegerField(default=1)),
                ("link_sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "deputy_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="deputies",
                        to="alke.participant",
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participants",
                        to="alke.discussion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["organisation__name_fi", "represents", "-gives_opening", "pk"],
            },
        ),
        migrations.CreateModel(
            name="MinistryAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("attends", "Attends"),
                            ("other-time", "Would attend, but not at this time"),
                            ("written", "Written statement"),
                            ("not-concerned", "Not concerned"),
                        ],
                        max_length=14,
                    ),
                ),
                ("attendee", models.CharField(blank=True, max_length=120)),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance_answers",
                        to="alke.discussion",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="alke.participant",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("discussion", "organisation"), name="one_answer_of_a_ministry"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvitationReply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender", models.EmailField(blank=True, max_length=254)),
                ("said", models.CharField(blank=True, max_length=12)),
                ("comment", models.CharField(blank=True, max_length=500)),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("deputy", models.EmailField(blank=True, max_length=254)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("taken", "Taken"),
                            ("old", "An answer to an earlier invitation. Not noted."),
                            ("sender", "From another address than was invited. Not noted."),
                            ("unknown", "To an invitation that is not ours. Not noted."),
                            ("unreadable", "Could not be read. Not noted."),
                            (
                                "counter",
                                "Proposes another time. Times are agreed on with the owner.",
                            ),
                            ("delegated", "Sends somebody else. Register the deputy here."),
                            ("late", "Came when it was not awaited any more. Not noted."),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "participant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitation_replies",
                        to="alke.participant",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "taken"), _negated=True),
                            ("participant__isnull", False),
                            _connector="OR",
                        ),
                        name="a_taken_reply_is_a_participant_s",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "told",
                    models.CharField(
                        choices=[("REQUEST", "Invited"), ("CANCEL", "Cancelled")], max_length=7
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("state", models.CharField(max_length=64)),
                ("sent_at", models.DateTimeField()),
                ("timed_sequence", models.PositiveIntegerField(default=0)),
                ("reply_stamp", models.CharField(blank=True, max_length=20)),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitation",
                        to="alke.participant",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AgendaMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alke.agendapublication",
                    ),
                ),
                (
                    "mail",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="alke.mail",
                    ),
                ),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda_mails",
                        to="alke.participant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "publication"), name="mailed_an_agenda_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Preferences",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rhythm",
                    models.CharField(
                        choices=[
                            ("daily", "Once a day, in one mail"),
                            ("at-once", "As soon as it happens"),
                            ("never", "By mail only what must always be told"),
                        ],
                        default="daily",
                        max_length=8,
                    ),
                ),
                ("stopped", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProgressReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("missing", "Waiting for an update"),
                            ("submitted", "Updated"),
                            ("returned", "Returned"),
                            ("accepted", "Accepted"),
                        ],
                        default="missing",
                        max_length=10,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("text", "New text"),
                            ("nothing-new", "Nothing new to report"),
                            ("not-ours", "Not ours"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proposed", "Proposal"),
                            ("not-started", "Not started"),
                            ("ongoing", "Under way"),
                            ("delayed", "Delayed"),
                            ("done", "Done"),
                            ("dropped", "Will not be carried out"),
                        ],
                        max_length=12,
                    ),
                ),
                ("return_comment", models.CharField(blank=True, max_length=500)),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="alke.action",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="alke.followupround",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="alke.organisation",
                    ),
                ),
                (
                    "since",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.progressreport",
                    ),
                ),
            ],
            options={
                "ordering": ["action__number", "-side", "id"],
                "indexes": [
                    models.Index(
                        fields=["followup", "organisation", "side", "state"], name="report_owed"
                    ),
                    models.Index(
                        fields=["followup", "side", "state", "action"], name="report_progress"
                    ),
                    models.Index(fields=["action", "followup"], name="report_history"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("followup", "action", "organisation"), name="one_report_a_cell"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "dropped"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="dropping_needs_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "missing"), ("at__isnull", False), _connector="OR"
                        ),
                        name="an_answer_has_its_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="regions",
            field=models.ManyToManyField(
                blank=True, related_name="organisations", to="alke.region"
            ),
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("primary", models.BooleanField(default=True)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="alke.discussiongroup",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.region",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["-primary", "region__code"],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "region"), name="member_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("primary", True)),
                        fields=("round", "region"),
                        name="one_primary_group",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="discussiongroup",
            name="regions",
            field=models.ManyToManyField(
                related_name="groups", through="alke.GroupMember", to="alke.region"
            ),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "It has been done"),
                            ("late", "A later reminder was due already"),
                            ("recent", "Told a few days ago; the deadline has moved little"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "notice",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reminder",
                        to="alke.notice",
                    ),
                ),
                (
                    "occurrence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="alke.occurrence",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("occurrence", "user"), name="reminded_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("text", "New text"),
                            ("nothing-new", "Nothing new to report"),
                            ("not-ours", "Not ours"),
                            ("done", "Done"),
                            ("dropped", "Dropped"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("proposed", "Proposal"),
                            ("not-started", "Not started"),
                            ("ongoing", "Under way"),
                            ("delayed", "Delayed"),
                            ("done", "Done"),
                            ("dropped", "Will not be carried out"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="draft",
                        to="alke.progressreport",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2),
                ),
                ("lead", models.BooleanField(default=False)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "Not answered"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsibilities",
                        to="alke.action",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsibilities",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-side", "-lead", "id"],
                "indexes": [
                    models.Index(fields=["organisation", "answer", "action"], name="answer_owed")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "organisation"), name="responsible_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lead", True)),
                        fields=("action", "side"),
                        name="one_lead_a_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declining_needs_a_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="priority",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="priorities",
                to="alke.round",
            ),
        ),
        migrations.CreateModel(
            name="PaperWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("words", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="paper_wordings",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "version"), name="paper_wording_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        max_length=2,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_wordings",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "language", "version"), name="letter_wording_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FindingAcceptance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("subject", models.CharField(max_length=120)),
                ("evidence", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accepted_findings",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "code", "subject"), name="finding_accepted_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Distribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("action", "For action"), ("information", "For information")],
                        max_length=12,
                    ),
                ),
                ("stated", models.CharField(blank=True, max_length=120)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="distribution",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["purpose", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "organisation"), name="distributed_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="discussiongroup",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="groups", to="alke.round"
            ),
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("own", "My own discussions"),
                            ("organisation", "The discussions of my organisation"),
                            ("round", "All discussions of a round"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "deadlines",
                    models.CharField(
                        choices=[
                            ("days", "As whole days in the calendar"),
                            ("tasks", "As tasks"),
                            ("none", "Not at all"),
                        ],
                        default="days",
                        max_length=5,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None), ("scope", "own")),
                        fields=("user",),
                        name="subscribed_to_own_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("user", "organisation"),
                        name="subscribed_to_an_organisation_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("user", "round"),
                        name="subscribed_to_a_round_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation", None), ("round", None), ("scope", "own")),
                            models.Q(
                                ("organisation__isnull", False),
                                ("round", None),
                                ("scope", "organisation"),
                            ),
                            models.Q(
                                ("organisation", None), ("round__isnull", False), ("scope", "round")
                            ),
                            _connector="OR",
                        ),
                        name="a_feed_has_what_its_scope_names",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="basisdocument",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="basis_documents",
                to="alke.round",
            ),
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("level", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seal",
                        to="alke.documentversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SheetTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("fields", models.JSONField(default=list)),
                ("columns", models.JSONField(default=list)),
                ("sections", models.JSONField(default=list)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheet_templates",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "version"), name="template_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "content",
                    models.CharField(
                        choices=[
                            ("same", "The pages are those of the paper"),
                            ("longer", "The paper’s pages, and others beside them"),
                            (
                                "told",
                                "Not the paper’s own pages; whoever filed it has read that it says the same",
                            ),
                        ],
                        max_length=8,
                    ),
                ),
                ("added", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signed_form",
                        to="alke.documentversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("content", "longer"), ("added", 0), _connector="OR"),
                        name="only_a_longer_form_has_more_pages",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("by", models.CharField(max_length=200)),
                ("fingerprint", models.CharField(max_length=64)),
                ("level", models.CharField(blank=True, max_length=10)),
                ("at", models.DateTimeField(blank=True, null=True)),
                ("is_dated", models.BooleanField()),
                ("is_trusted", models.BooleanField()),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="alke.signedform",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("form", "position"), name="signature_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="successions",
                        to="alke.organisation",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="predecessions",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("predecessor", "successor"), name="succession_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimetableProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Under way"),
                            ("ready", "Ready"),
                            ("official", "Confirmed"),
                            ("dropped", "Dropped"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=9,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("keep", models.BooleanField(default=True)),
                ("pins", models.JSONField(default=dict)),
                ("places", models.JSONField(default=dict)),
                ("seen", models.JSONField(default=dict)),
                ("proven", models.BooleanField(default=False)),
                ("reasons", models.JSONField(default=dict)),
                ("collision", models.JSONField(default=list)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("touched_at", models.DateTimeField()),
                ("fault", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="timetables",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "ready"])),
                        fields=("round",),
                        name="one_timetable_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("title", models.CharField(max_length=200)),
                ("title_sv", models.CharField(blank=True, max_length=200)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        default="fi",
                        max_length=2,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("draft", "Draft"),
                            ("commenting", "For comment"),
                            ("ready", "Ready"),
                            ("published", "Published"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "draft_side",
                    models.CharField(
                        blank=True, choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2
                    ),
                ),
                ("proposal", models.TextField(blank=True)),
                (
                    "disposition",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("taken", "On the agenda"),
                            ("merged", "Merged into another topic"),
                            ("split", "Split into several"),
                            ("regional", "To the regional meeting"),
                            ("next-round", "To the next round"),
                            ("written", "Handled in writing"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("disposition_reason", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="topics",
                        to="alke.discussion",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["number", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("discussion", "number"),
                        name="one_topic_a_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("draft_side", ""), ("published_at", None), _connector="OR"
                        ),
                        name="a_draft_of_one_side_is_not_public",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="participant",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="alke.topic",
            ),
        ),
        migrations.CreateModel(
            name="OutcomeItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("conclusion", "Conclusion"), ("note", "Note")], max_length=12
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("text_sv", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="alke.outcome",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="alke.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["topic__number", "position", "id"],
            },
        ),
        migrations.CreateModel(
            name="Opening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2),
                ),
                ("speaker", models.CharField(max_length=120)),
                ("minutes", models.PositiveSmallIntegerField(default=5)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
                        to="alke.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["-side", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "side"), name="one_opening_a_side")
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("target", models.CharField(max_length=60)),
                ("text", models.TextField()),
                (
                    "side",
                    models.CharField(
                        blank=True, choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2
                    ),
                ),
                (
                    "draft_side",
                    models.CharField(
                        blank=True, choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2
                    ),
                ),
                ("at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="alke.comment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="alke.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
                "indexes": [models.Index(fields=["topic", "at"], name="comment_topic")],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="alke.participant",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="alke.topic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participant", "topic"), name="attended_a_topic_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("topic", None)),
                        fields=("participant",),
                        name="attended_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionOrigin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origins",
                        to="alke.action",
                    ),
                ),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="action_origins",
                        to="alke.discussion",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="action_origins",
                        to="alke.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("action", "discussion"), name="origin_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicConfirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2),
                ),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmations",
                        to="alke.topic",
                    ),
                ),
                (
                    "withdrawn_by_organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("topic", "side"),
                        name="one_confirmation_a_side",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicLineage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("taken", "On the agenda"),
                            ("merged", "Merged into another topic"),
                            ("split", "Split into several"),
                            ("regional", "To the regional meeting"),
                            ("next-round", "To the next round"),
                            ("written", "Handled in writing"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="led_to",
                        to="alke.topic",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="came_from",
                        to="alke.topic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "target"), name="lineage_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TopicText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.SlugField(max_length=40)),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "suomi"), ("sv", "svenska"), ("en", "English")],
                        max_length=2,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                (
                    "side",
                    models.CharField(
                        blank=True, choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2
                    ),
                ),
                ("at", models.DateTimeField()),
                ("current", models.BooleanField(default=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="alke.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["field", "language", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("topic", "field", "language", "version"), name="text_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("current", True)),
                        fields=("topic", "field", "language"),
                        name="one_current_text",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WordImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for review"),
                            ("taken", "Taken over"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("vn", "VN"), ("mk", "Maakunnat")], max_length=2),
                ),
                ("at", models.DateTimeField()),
                ("file_name", models.CharField(max_length=200)),
                ("file_hash", models.CharField(max_length=64)),
                ("language", models.CharField(max_length=2)),
                ("returned", models.JSONField(default=dict)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="word_imports",
                        to="alke.followupround",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="alke.organisation",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="word_imports",
                        to="alke.topic",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state", "waiting"), ("returned", {}), _connector="OR"),
                        name="a_decided_import_keeps_nothing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("followup__isnull", False), ("topic", None)),
                            models.Q(("followup", None), ("topic__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_import_is_of_a_sheet_or_a_followup",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("bundle", "Bundle"), ("archive", "Archive package")],
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("fi", "fi"), ("sv", "sv"), ("en", "en")], max_length=2
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Under way"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("touched_at", models.DateTimeField()),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("total", models.PositiveSmallIntegerField(default=0)),
                ("current", models.CharField(blank=True, max_length=200)),
                ("fault", models.CharField(blank=True, max_length=500)),
                ("name", models.CharField(blank=True, max_length=100)),
                ("size", models.BigIntegerField(default=0)),
                ("digest", models.CharField(blank=True, max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="works",
                        to="alke.round",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "running"])),
                        fields=("round", "kind", "language"),
                        name="one_work_of_a_kind_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "done"), ("digest", ""), _connector="OR"),
                        name="only_done_works_have_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("swap", "Swap of times"), ("late", "Late request")], max_length=5
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=9,
                    ),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True)),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
                ("other_seen_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("answer", models.CharField(blank=True, max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "discussion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="booking_requests",
                        to="alke.discussion",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="swaps_asked",
                        to="alke.discussion",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("discussion",),
                        name="one_open_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "swap"), ("other__isnull", False)),
                            models.Q(("kind", "late"), ("other__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_swap_has_another_meeting",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to", None),
                    ("valid_from", None),
                    ("valid_to__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="organisation_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="priority",
            constraint=models.UniqueConstraint(fields=("round", "key"), name="priority_key_once"),
        ),
        migrations.AddConstraint(
            model_name="discussiongroup",
            constraint=models.UniqueConstraint(fields=("round", "slug"), name="group_slug_once"),
        ),
        migrations.AddConstraint(
            model_name="basisdocument",
            constraint=models.UniqueConstraint(fields=("round", "key"), name="basis_key_once"),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(
                fields=["discussion", "cancelled_at"], name="participant_discussion"
            ),
        ),
        migrations.AddIndex(
            model_name="participant",
            index=models.Index(fields=["email"], name="participant_email"),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cancelled_at", None), models.Q(("email", ""), _negated=True)),
                fields=("discussion", "organisation", "email"),
                name="an_address_takes_part_once_for_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("topic", None), ("gives_opening", True), _connector="OR"),
                name="who_opens_a_topic_gives_an_opening",
            ),
        ),
    ]
