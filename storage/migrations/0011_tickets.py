from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('storage', '0010_rhythm')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Ticket',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('chat', fields.ForeignKeyField('storage.Chat', source_field='chat_id', db_constraint=True, to_field='id', related_name='tickets', on_delete=OnDelete.CASCADE)),
                ('kind', fields.CharField(max_length=16)),
                ('state', fields.CharField(max_length=16)),
                ('created_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('closed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('reminded_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'ticket', 'app': 'storage', 'indexes': [Index(fields=['state', 'updated_at']), Index(fields=['chat_id'])], 'pk_attr': 'id', 'table_description': 'What a person asks of people, and where it stands.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TicketLine',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('ticket', fields.ForeignKeyField('storage.Ticket', source_field='ticket_id', db_constraint=True, to_field='id', related_name='lines', on_delete=OnDelete.CASCADE)),
                ('text', fields.TextField(unique=False)),
                ('from_network', fields.BooleanField()),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'ticket_line', 'app': 'storage', 'indexes': [Index(fields=['ticket_id'])], 'pk_attr': 'id', 'table_description': 'What one side wrote. Erased some time after the ticket was closed.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='TicketMessage',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('ticket', fields.ForeignKeyField('storage.Ticket', source_field='ticket_id', db_constraint=True, to_field='id', related_name='messages', on_delete=OnDelete.CASCADE)),
                ('chat_id', fields.BigIntField()),
                ('message_id', fields.BigIntField()),
            ],
            options={'table': 'ticket_message', 'app': 'storage', 'unique_together': (('chat_id', 'message_id'),), 'indexes': [Index(fields=['ticket_id'])], 'pk_attr': 'id', 'table_description': 'A message of ours about a ticket, in any chat: who replies to it writes on the ticket.'},
            bases=['Model'],
        ),
    ]
