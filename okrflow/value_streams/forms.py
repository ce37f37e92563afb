"""Forms of value streams and their people."""

from typing import Any

from django import forms

from okrflow.accounts.models import User
from okrflow.organisations.models import Organisation
from okrflow.value_streams.models import StreamRole, ValueStream
from okrflow.value_streams.querysets import EDITORS


class StreamForm(forms.ModelForm):  # type: ignore[type-arg]  # no run-time parameters
    class Meta:
        model = ValueStream
        fields = ("name", "load_limit")


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no run-time parameters
    """One of the people in its queryset, shown with the mail address."""

    def __init__(self, queryset: Any, **options: Any) -> None:
        super().__init__(queryset, empty_label="Choose somebody", **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} ({obj.email})"


def people_of(organisation: Organisation, *, may_lead: bool = False) -> Any:
    """The active people of an organisation, by name; with `may_lead` those who are at least editors."""
    wanted: dict[str, Any] = {"memberships__organisation": organisation, "is_active": True}
    if may_lead:
        wanted["memberships__role__in"] = EDITORS
    return User.objects.filter(**wanted).order_by("name", "email", "pk")


def _strangers(value_stream: ValueStream) -> Any:
    """Those of the organisation who do not belong to the stream."""
    people = people_of(value_stream.organisation)
    return people.exclude(stream_memberships__value_stream=value_stream)


class NewStreamForm(StreamForm):
    lead = PersonField(
        queryset=User.objects.none(), help_text="Says who else belongs to it, and publishes its OKRs."
    )

    class Meta(StreamForm.Meta):
        fields = ("name", "slug", "lead", "load_limit")  # type: ignore[assignment]
        labels = {"slug": "Address"}
        help_texts = {
            "slug": "Stands in every link: …/streams/policy/. Small letters, digits and hyphens; it stays."
        }
        widgets = {
            "slug": forms.TextInput(
                {"data-slug-of": "id_name", "autocapitalize": "none", "spellcheck": "false"}
            )
        }

    def __init__(self, *args: Any, organisation: Organisation, by: User, **options: Any) -> None:
        super().__init__(*args, **options)
        lead = self.fields["lead"]
        assert isinstance(lead, PersonField)
        lead.queryset, lead.initial = people_of(organisation, may_lead=True), by.pk


class StreamMemberForm(forms.Form):
    """Somebody of the organisation who does not belong to the stream yet."""

    person = PersonField(queryset=User.objects.none())
    role = forms.ChoiceField(choices=[(role.value, role.label.capitalize()) for role in reversed(StreamRole)])

    def __init__(self, *args: Any, value_stream: ValueStream, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.queryset = _strangers(value_stream)


class MembershipRequestForm(forms.Form):
    """Somebody whom an administrator would have in the stream."""

    person = PersonField(queryset=User.objects.none(), label="Person")
    note = forms.CharField(required=False, max_length=500, label="Why")

    def __init__(self, *args: Any, value_stream: ValueStream, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_invite_%s"} | options)
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.queryset = _strangers(value_stream)


class ClosingForm(forms.Form):
    """From which day on a stream is closed, and where its open items go."""

    closed_on = forms.DateField(
        label="Closed from", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    items_to = forms.ModelChoiceField(
        ValueStream.objects.none(),
        required=False,
        label="Its open items",
        empty_label="Leave every value stream",
        help_text="They go on there from now on, or count nowhere any more. Their history stays.",
    )

    def __init__(self, *args: Any, value_stream: ValueStream, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_closing_%s"} | options)
        streams = self.fields["items_to"]
        assert isinstance(streams, forms.ModelChoiceField)
        others = ValueStream.objects.for_organisation(value_stream.organisation).at_work()
        streams.queryset = others.exclude(pk=value_stream.pk).in_order()


class LeadForm(forms.Form):
    """Who leads a stream that has no lead."""

    person = PersonField(queryset=User.objects.none(), label="Lead")

    def __init__(self, *args: Any, value_stream: ValueStream, **options: Any) -> None:
        super().__init__(*args, **options)
        person = self.fields["person"]
        assert isinstance(person, PersonField)
        person.queryset = people_of(value_stream.organisation, may_lead=True)


class StreamRoleForm(forms.Form):
    role = forms.ChoiceField(choices=StreamRole)
